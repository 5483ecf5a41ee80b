using Confab.Cli.Rooms;
using Confab.Protocol;

namespace Confab.Tests.Cli;

public sealed class AddressingTests
{
    static readonly Member[] Members =
    [
        new(new("1"), "AIBot", AuthorKind.Assistant, PresenceStatus.Online),
        new(new("3"), "Code Reviewer", AuthorKind.Assistant, PresenceStatus.Online, Assistant: new AssistantCard("Reviewer")),
        new(new("2"), "ada", AuthorKind.User, PresenceStatus.Online),
    ];

    [Theory]
    [InlineData("/AIBot What is Python?", true)]
    [InlineData("/aibot", true)]
    [InlineData("/AIBotany is a science", false)]
    [InlineData("/ada hello", false)]
    [InlineData("/help", false)]
    [InlineData("/Reviewer look", true)]
    [InlineData("/Code Reviewer look", false)]
    public void A_slash_word_that_is_an_assistants_name_is_a_message(string line, bool isMessage) =>
        Assert.Equal(isMessage, Addressing.StartsWithHandle(line, Members));

    [Theory]
    [InlineData("well, @AIBot, what do you think?", true)]
    [InlineData("mail me: me@aibot", false)]
    [InlineData("@ada hello", false)]
    [InlineData("and @reviewer?", true)]
    [InlineData("@Code Reviewer?", false)]
    public void A_mention_anywhere_asks(string line, bool asks) => Assert.Equal(asks, Addressing.AsksSomeone(line, Members));
}
