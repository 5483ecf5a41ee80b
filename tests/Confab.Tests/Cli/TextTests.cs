using Confab.Cli.Terminal.Text;

namespace Confab.Tests.Cli;

public sealed class TextTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("你好", 4)]
    [InlineData("😀", 2)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("❤️", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("🇩🇪", 2)]
    [InlineData("\e[1;31mred\e[0m", 3)]
    public void The_width_is_what_a_terminal_takes(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));

    [Theory]
    [InlineData("\e]0;owned\a", "␛]0;owned␇")]
    [InlineData("a\e[2Jb", "a␛[2Jb")]
    [InlineData("\u009b2J", "\uFFFD2J")]
    [InlineData("one\r\ntwo\tthree", "one\ntwo    three")]
    [InlineData("over\rwritten", "over\nwritten")]
    [InlineData("abc\u202Edcba", "abcdcba")]
    [InlineData("fine 你 😀 é", "fine 你 😀 é")]
    public void What_others_wrote_cannot_command_the_terminal(string text, string shown) => Assert.Equal(shown, SafeText.Clean(text));

    [Fact]
    public void Half_a_character_becomes_a_visible_sign() => Assert.Equal("a\uFFFDb", SafeText.Clean("a\uD83Db"));

    [Fact]
    public void A_name_stays_on_its_line() => Assert.DoesNotContain('\n', SafeText.CleanLine("ada\nbob: lie"));

    [Fact]
    public void Rows_break_between_words() =>
        Assert.Equal(["the quick", "brown fox"], Wrapping.Rows("the quick brown fox", 10));

    [Fact]
    public void A_word_longer_than_the_row_is_broken_inside() =>
        Assert.Equal(["abcde", "fgh", "ij"], Wrapping.Rows("abcdefgh ij", 5));

    [Fact]
    public void A_wide_character_is_never_cut_in_half() => Assert.Equal(["你", "好"], Wrapping.Rows("你好", 3));

    [Fact]
    public void A_style_goes_on_in_the_next_row_and_ends_with_each() =>
        Assert.Equal(["\e[1mbold\e[0m", "\e[1mtext\e[0m ab"], Wrapping.Rows("\e[1mbold text\e[0m ab", 8));

    [Fact]
    public void Line_breaks_are_kept() => Assert.Equal(["a", "", "b"], Wrapping.Rows("a\n\nb", 10));

    [Fact]
    public void A_cut_text_fits_and_says_so()
    {
        var cut = StyledText.Cut("你好你好", 5);
        Assert.Equal("你好…" + StyledText.Reset, cut);
        Assert.Equal(5, TextWidth.Of(cut));
    }
}
