using Confab.Inference.Streaming;

namespace Confab.Tests.Inference.Streaming;

public sealed class StopSequencesTests
{
    [Theory]
    [InlineData("one END two", "END", "one ")]
    [InlineData("one EN two", "END", "one EN two")]
    [InlineData("aaab", "aab", "a")]
    [InlineData("ababac", "abac", "ab")]
    [InlineData("END", "END", "")]
    [InlineData("one EN", "END", "one EN")]
    [InlineData("one", "", "one")]
    public void However_a_text_is_cut_the_same_part_of_it_is_shown(string text, string stop, string shown)
    {
        for (var size = 1; size <= text.Length; size++)
        {
            var stops = new StopSequences([stop, "never"]);
            var safe = string.Concat(text.Chunk(size).Select(piece => stops.Add(new string(piece)))) + stops.Flush();

            Assert.Equal(shown, safe);
            Assert.Equal(shown.Length < text.Length, stops.HasStopped);
        }
    }

    [Fact]
    public void The_first_of_several_sequences_in_the_text_decides()
    {
        Assert.Equal("a ", StopSequences.Cut("a b c", ["c", "b"]));
    }

    [Fact]
    public void Text_is_held_back_only_as_long_as_it_could_be_a_beginning()
    {
        var stops = new StopSequences(["<end>"]);

        Assert.Equal("a", stops.Add("a<e"));
        Assert.Equal("", stops.Add("n"));
        Assert.Equal("<enx", stops.Add("x<")[..4]);
    }
}
