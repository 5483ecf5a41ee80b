using Confab.Protocol;
using Confab.Server.Knowledge;

namespace Confab.Tests.Knowledge;

public sealed class CitationTests
{
    static readonly KnowledgeSource Opening = new("rooms.md", 3, 6), Closing = new("rooms.md", 8, 10), Prices = new("prices.md", 1, 4);

    [Theory]
    [InlineData("Press Leave [rooms.md:8-10].", "rooms.md:8")]
    [InlineData("It costs three euros (see Prices.md), or nothing.", "prices.md:1")]
    [InlineData("As rooms.md says, press Leave.", "rooms.md:3 rooms.md:8")]
    [InlineData("Press Leave [rooms.md:8-10]; prices.md tells the rest.", "rooms.md:8")]
    [InlineData("Press Leave.", "rooms.md:3 rooms.md:8 prices.md:1")]
    [InlineData("", "")]
    public void The_sources_of_an_answer_are_the_places_that_it_names_or_all_that_it_was_shown(string answer, string expected) =>
        Assert.Equal(expected, string.Join(' ', Citations.Of(answer, [Opening, Closing, Prices]).Select(s => $"{s.File}:{s.From}")));
}
