using Confab.Inference.Streaming.Events;
using FsCheck;
using FsCheck.Fluent;

namespace Confab.Tests.Inference.Streaming;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("  \n", 0)]
    [InlineData("Hello", 1)]
    [InlineData("One. Two! Three? Four… Five", 5)]
    [InlineData("One.\nTwo.\n\nThree.", 3)]
    [InlineData("Really?! Yes...", 2)]
    [InlineData("He said \"No.\" She left.", 2)]
    [InlineData("(One.) **Two.** Three", 3)]
    [InlineData("Pi is 3.14 or so. See example.org for v1.2.3!", 2)]
    [InlineData("Dr. Smith met Mr. J. Doe, e.g. at 9 a.m. today. Fine.", 2)]
    [InlineData("It was 2020. Then came 2021.", 2)]
    [InlineData("1. Milk\n2. Eggs. And bread.", 2)]
    [InlineData("I don't. You do.", 2)]
    [InlineData("これは文です。次の文！終わり？はい", 4)]
    [InlineData("「はい。」と言った。", 2)]
    [InlineData("Grüße. Ähm? 🙂 Ja.", 3)]
    public void Sentences_are_counted(string text, int expected)
    {
        var whole = new Sentences();
        whole.Add(text);

        Assert.Equal(expected, whole.Count);
    }

    [Fact]
    public void A_sentence_begins_in_the_piece_that_holds_its_first_character()
    {
        var sentences = new Sentences();

        Assert.Equal(
            [true, false, false, true, false, false, true],
            new[] { "He", "llo.", " ", "So", " what", "? ", "Ja" }.Select(sentences.Add));
    }

    [Fact]
    public void It_does_not_matter_where_the_pieces_are_cut() => Prop.ForAll(Texts().ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), (text, size) =>
    {
        var (whole, cut) = (new Sentences(), new Sentences());
        whole.Add(text);
        var begun = text.Chunk(size).Sum(piece => { var before = cut.Count; return cut.Add(new(piece)) ? cut.Count - before : 0; });
        return whole.Count == cut.Count && begun == cut.Count;
    }).QuickCheckThrowOnFailure();

    static Gen<string> Texts() =>
        Gen.Elements("a", "I", "Dr", "etc", "e.g", "3", "14", ".", ". ", "!", "?\n", "…", "。", " ", "\n", "\"", ")", "🙂", "don't", "1. ").ArrayOf().Select(string.Concat);
}
