using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Replies;
using Confab.Server.Storage;

namespace Confab.Tests.Replies;

public class TriggerTests
{
    [Theory]
    [InlineData("@AIBot hello", true)]
    [InlineData("hello @aibot", true)]
    [InlineData("hello (@AIBOT), are you there", true)]
    [InlineData("@AIBot's turn", true)]
    [InlineData("/AIBot hello", true)]
    [InlineData("  /aibot: hello", true)]
    [InlineData("/AIBot", true)]
    [InlineData("me@x.org and @AIBot", true)]
    [InlineData("a@aibot.com", false)]
    [InlineData("write to me@AIBot", false)]
    [InlineData("AIBot hello", false)]
    [InlineData("@AIBotX hello", false)]
    [InlineData("/AIBotX hello", false)]
    [InlineData("@AIBot_2 hello", false)]
    [InlineData("@AIBot-2 hello", false)]
    [InlineData("run /AIBot hello", false)]
    [InlineData("@ AIBot", false)]
    [InlineData("what is this?", false)]
    public void Where_assistants_answer_when_named_only_their_handle_calls_them(string content, bool answers) =>
        Assert.Equal(answers, Answers(AssistantMode.Mention, content));

    [Theory]
    [InlineData("what is this", true)]
    [InlineData("Explain it", true)]
    [InlineData("is it ready?  ", true)]
    [InlineData("bot, come here", true)]
    [InlineData("@AIBot", true)]
    [InlineData("somewhat odd", false)]
    [InlineData("Whatever.", false)]
    [InlineData("I know how", false)]
    [InlineData("good morning", false)]
    public void Where_it_is_smart_questions_and_invitations_call_as_well(string content, bool answers) =>
        Assert.Equal(answers, Answers(AssistantMode.Smart, content));

    [Theory]
    [InlineData(AssistantMode.Off, "@AIBot what is this?", false)]
    [InlineData(AssistantMode.All, "good morning", true)]
    public void A_room_may_want_them_never_or_always(AssistantMode mode, string content, bool answers) =>
        Assert.Equal(answers, Answers(mode, content));

    [Fact]
    public void In_a_chat_with_an_assistant_every_message_is_meant_for_it() =>
        Assert.True(Answers(AssistantMode.Off, "good morning", RoomKind.Chat));

    [Theory]
    [InlineData(AuthorKind.Assistant)]
    [InlineData(AuthorKind.System)]
    public void Only_people_call_assistants(AuthorKind kind) =>
        Assert.False(Answers(AssistantMode.All, "@AIBot what do you think?", author: new(new("x"), "Other", kind)));

    [Fact]
    public void A_message_of_nothing_but_signs_is_read_quickly()
    {
        var content = new string('@', Limits.MaxContentLength);

        for (var i = 0; i < 1000; i++) Assert.False(Mention.IsOf("AIBot", content));
    }

    static bool Answers(AssistantMode mode, string content, RoomKind kind = RoomKind.Group, Author? author = null)
    {
        var room = new Room(new("r"), "r", kind, Visibility.Public, mode, 1, default, 0, 0, Assistants: [AssistantList.Default]);
        var trigger = new ReplyTrigger(new AssistantList(), new FollowedThreads(TimeProvider.System));
        var considered = trigger.Consider(room, new(new("q"), room.Id, author ?? new(new("ada"), "ada", AuthorKind.User), content, default));
        List<ReplyDraft> asks = [.. considered.Asks, .. considered.Offers.Select(o => o.Draft)];
        Assert.All(asks, a => Assert.Equal((new MessageId("q"), room.Id, "AIBot"), (a.ParentId, a.RoomId, a.Author.Name)));
        return asks.Count > 0;
    }
}
