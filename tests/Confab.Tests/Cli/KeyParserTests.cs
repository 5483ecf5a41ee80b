using System.Text;
using Confab.Cli.Terminal.Keys;

namespace Confab.Tests.Cli;

public sealed class KeyParserTests
{
    readonly KeyParser _parser = new();

    [Fact]
    public void What_is_typed_together_is_one_text() => Assert.Equal([new Key(KeyKind.Text, "hé😀")], Feed("hé😀"));

    [Theory]
    [InlineData("\r", KeyKind.Enter)]
    [InlineData("\n", KeyKind.NewLine)]
    [InlineData("\e\r", KeyKind.NewLine)]
    [InlineData("\e[13;2u", KeyKind.NewLine)]
    [InlineData("\e[27;2;13~", KeyKind.NewLine)]
    [InlineData("\x03", KeyKind.Interrupt)]
    [InlineData("\x7f", KeyKind.Backspace)]
    [InlineData("\e[A", KeyKind.Up)]
    [InlineData("\eOB", KeyKind.Down)]
    [InlineData("\e[1;5C", KeyKind.WordRight)]
    [InlineData("\e[H", KeyKind.Home)]
    [InlineData("\e[4~", KeyKind.End)]
    [InlineData("\e[3~", KeyKind.Delete)]
    [InlineData("\eb", KeyKind.WordLeft)]
    public void Keys_are_known_in_the_dialects_of_terminals(string bytes, KeyKind key) => Assert.Equal([new Key(key)], Feed(bytes));

    [Fact]
    public void A_sequence_may_be_cut_anywhere()
    {
        Assert.Empty(Feed("\e"));
        Assert.Empty(Feed("["));
        Assert.Equal([new Key(KeyKind.Up)], Feed("A"));
    }

    [Fact]
    public void A_character_may_be_cut_anywhere()
    {
        var bytes = Encoding.UTF8.GetBytes("é");
        Assert.Empty(_parser.Feed(bytes.AsSpan(0, 1)));
        Assert.Equal([new Key(KeyKind.Text, "é")], _parser.Feed(bytes.AsSpan(1)));
    }

    [Fact]
    public void An_escape_that_stays_alone_is_the_key()
    {
        Assert.Empty(Feed("\e"));
        Assert.True(_parser.IsUndecided);
        Assert.Equal([new Key(KeyKind.Escape)], _parser.Settle());
        Assert.False(_parser.IsUndecided);
    }

    [Fact]
    public void A_paste_with_line_breaks_presses_no_enter() =>
        Assert.Equal([new Key(KeyKind.Paste, "one\rtwo\r"), new Key(KeyKind.Enter)], Feed("\e[200~one\rtwo\r\e[201~\r"));

    [Fact]
    public void An_unknown_sequence_is_swallowed_whole() => Assert.Equal([new Key(KeyKind.Text, "a")], Feed("\e[99;1Za"));

    IReadOnlyList<Key> Feed(string text) => _parser.Feed(Encoding.UTF8.GetBytes(text));
}
