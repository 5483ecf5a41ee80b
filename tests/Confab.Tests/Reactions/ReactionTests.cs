using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Reactions;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Reactions;

public class ReactionTests
{
    static readonly RoomId General = new("general");
    static readonly Author Bot = new(new("assistant:aibot"), "AIBot", AuthorKind.Assistant);

    [Theory]
    [InlineData("👍", true)]
    [InlineData("👍🏽", true)]
    [InlineData("❤️", true)]
    [InlineData("❤", true)]
    [InlineData("👨‍👩‍👧‍👦", true)]
    [InlineData("🏳️‍🌈", true)]
    [InlineData("🇨🇭", true)]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿", true)]
    [InlineData("1️⃣", true)]
    [InlineData("#⃣", true)]
    [InlineData("‼️", true)]
    [InlineData("ℹ️", true)]
    [InlineData("♂️", true)]
    [InlineData("🫪", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("a", false)]
    [InlineData("ß", false)]
    [InlineData("漢", false)]
    [InlineData("1", false)]
    [InlineData("٣", false)]
    [InlineData("!", false)]
    [InlineData("#", false)]
    [InlineData("<", false)]
    [InlineData("a⃣", false)]
    [InlineData("👍👍", false)]
    [InlineData("👍 ", false)]
    [InlineData("ok", false)]
    [InlineData("👍\u0301", false)]
    [InlineData("\u200D", false)]
    [InlineData("\u202E", false)]
    public void A_reaction_is_one_emoji(string text, bool isOne) => Assert.Equal(isOne, Emoji.IsOne(text));

    [Fact]
    public void A_reaction_is_not_as_long_as_one_likes() => Assert.False(Emoji.IsOne("👍" + string.Concat(Enumerable.Repeat("\u200D👍", 100))));

    [Fact]
    public async Task A_reaction_is_told_to_everybody_with_who_reacted_and_goes_when_it_is_taken_back()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var ack = await ada.ChatAsync("hi");

        var first = await ben.ReactAsync(ack.MessageId, "🐍");
        var again = await ben.ReactAsync(ack.MessageId, "🐍");
        var off = await ben.ReactAsync(ack.MessageId, "🐍", on: false);

        Assert.Equal((2, 2, 3), (first.Rev, again.Rev, off.Rev));
        await ada.NextAsync<MessageEvent>();
        var reaction = Assert.Single((await ada.NextAsync<MessageEvent>()).Message.Reactions!);
        Assert.Equal(("🐍", 1, ben.User.Id), (reaction.Emoji, reaction.Count, reaction.UserIds[0]));
        Assert.Null((await ada.NextAsync<MessageEvent>()).Message.Reactions);
    }

    [Fact]
    public async Task A_reaction_that_is_no_emoji_or_one_too_many_is_refused()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ack = await ada.ChatAsync("hi");
        for (var i = 0; i < Limits.MaxReactions; i++) await ada.ReactAsync(ack.MessageId, char.ConvertFromUtf32(0x1F600 + i));

        foreach (var emoji in new[] { "no", "🐍" })
            Assert.Equal((ErrorCode.BadRequest, "emoji"), await ada.RefusedAsync(new ReactRequest(ack.MessageId, emoji, true)) is var refused ? (refused.Code, refused.Field) : default);
        Assert.Equal(Limits.MaxReactions, (await ada.JoinAsync()).Messages[0].Reactions!.Count);
    }

    [Fact]
    public async Task An_assistants_message_is_liked_and_the_comment_is_told_to_nobody()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var answer = await AnswerAsync(app);

        await ben.AskAsync<Ack>(new FeedbackRequest(answer, Rating.Dislike, "private words"));
        var again = await ben.AskAsync<Ack>(new FeedbackRequest(answer, Rating.Dislike, "other private words"));

        var told = await ada.NextAsync<MessageEvent>(m => m.Message.Feedback is not null);
        Assert.Equal((0, 1, ben.User.Id), told.Message.Feedback is { } f ? (f.Likes, f.Dislikes, f.DislikedBy[0]) : default);
        Assert.Equal(2, again.Rev);
        await ben.AskAsync<Ack>(new FeedbackRequest(answer));
        Assert.Null((await ada.NextAsync<MessageEvent>(m => m.Message.Rev == 3)).Message.Feedback);
    }

    [Fact]
    public async Task Only_answers_are_liked_and_a_comment_is_short_and_goes_with_a_rating()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var answer = await AnswerAsync(app);
        var own = (await ada.ChatAsync("mine")).MessageId;

        foreach (var (request, field) in new[]
        {
            (new FeedbackRequest(own, Rating.Like), "messageId"),
            (new FeedbackRequest(answer, Rating.Like, new string('x', Limits.MaxReasonLength + 1)), "comment"),
            (new FeedbackRequest(answer, Comment: "why"), "comment"),
            (new FeedbackRequest(answer, Rating.Like, "\u0007"), "comment"),
        })
            Assert.Equal((ErrorCode.BadRequest, field), await ada.RefusedAsync(request) is var refused ? (refused.Code, refused.Field) : default);
    }

    static async Task<MessageId> AnswerAsync(ChatApplication app) =>
        (await app.Get<AppendLoop>().AppendAsync(new NewMessage(MessageId.New(), General, Bot, "an answer", DateTimeOffset.UnixEpoch))).Message!.Id;
}
