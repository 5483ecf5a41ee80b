using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Replies;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

public class FollowedThreadsTests
{
    static readonly Author Bot = new(new("assistant:bot"), "Bot", AuthorKind.Assistant);

    [Fact]
    public async Task A_thread_of_another_room_or_none_at_all_makes_nobody_follow()
    {
        await using var scene = await AnswerScene.StartAsync();
        var here = await scene.Ada.MakeRoomAsync("here");
        var there = await scene.Ada.MakeRoomAsync("there");
        var root = (await scene.Ada.ChatAsync("tea", here.Value)).MessageId;
        await AnsweredAsync(await scene.Ada.AskAsync<Ack>(new ChatRequest(here, "@AIBot is it good?", ThreadId: root)));
        await AnsweredAsync(await scene.Ada.AskAsync<Ack>(new ChatRequest(here, "go on", ThreadId: root)));

        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new ChatRequest(there, "go on", ThreadId: root)));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new ChatRequest(there, "@AIBot go on", ThreadId: root)));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new ChatRequest(here, "@AIBot go on", ThreadId: new("nothing"))));
        Assert.Equal(ErrorCode.NotAMember, await scene.Ben.CodeAsync(new ChatRequest(here, "go on", ThreadId: root)));

        Assert.Empty(scene.App.Get<RunningReplies>().All);
        Assert.Empty(await scene.App.Get<IMessageStore>().ReadDraftsAsync(TestTime.Deadline()));
        var followed = scene.App.Get<FollowedThreads>();
        Assert.True(followed.Follows(AssistantList.Default, root));
        Assert.False(followed.Follows(AssistantList.Default, new("nothing")));

        async Task AnsweredAsync(Ack ack)
        {
            (await scene.Model.NextAsync()).Say("Yes.").Finish();
            Assert.Equal(root, (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.ParentId == ack.MessageId)).Message.ThreadId);
            await TestTime.UntilAsync(() => !scene.App.Get<RunningReplies>().All.Any(), "it has answered");
        }
    }

    [Fact]
    public void So_many_are_remembered_and_the_longest_idle_are_forgotten_first()
    {
        var time = new FakeTime();
        var followed = new FollowedThreads(time);
        for (var i = 0; i < FollowedThreads.Most; i++) Ask(i);
        time.Advance(TimeSpan.FromSeconds(1));
        Ask(0);
        Assert.True(Follows(1));

        time.Advance(TimeSpan.FromSeconds(1));
        Ask(FollowedThreads.Most);

        Assert.True(Follows(0) && Follows(FollowedThreads.Most));
        Assert.Equal(FollowedThreads.Most - FollowedThreads.Most / 8 + 1, Enumerable.Range(0, FollowedThreads.Most + 1).Count(Follows));

        void Ask(int thread) => followed.Note(new ReplyDraft(MessageId.New(), new("general"), Bot, MessageId.New(), "", null, time.GetUtcNow(), new($"thread-{thread}")));
        bool Follows(int thread) => followed.Follows(Bot.Id, new($"thread-{thread}"));
    }

    [Fact]
    public void Of_two_assistants_each_follows_its_own()
    {
        var followed = new FollowedThreads(new FakeTime());
        followed.Note(new ReplyDraft(MessageId.New(), new("general"), Bot, MessageId.New(), "", null, DateTimeOffset.UnixEpoch, new("thread")));
        followed.Note(new ReplyDraft(MessageId.New(), new("general"), Bot with { Id = new("assistant:other") }, MessageId.New(), "", null, DateTimeOffset.UnixEpoch));

        Assert.True(followed.Follows(Bot.Id, new("thread")));
        Assert.False(followed.Follows(new("assistant:other"), new("thread")));
    }
}
