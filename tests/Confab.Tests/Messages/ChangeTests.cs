using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Messages;

public class ChangeTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task An_edited_message_is_told_again_whole_with_the_rooms_next_rev()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var ack = await ada.ChatAsync("teh");

        var edited = await ada.EditAsync(ack.MessageId, "the");

        Assert.Equal((ack.Seq, 2, General), (edited.Seq, edited.Rev, edited.RoomId));
        var told = await ben.MessageAsync("the");
        Assert.Equal((ack.MessageId, 1, 2), (told.Id, told.Seq, told.Rev));
        Assert.NotNull(told.EditedAt);
        Assert.Equal(edited with { Ref = null }, await ada.EditAsync(ack.MessageId, "the") with { Ref = null });
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is MessageEvent { Message.Rev: > 2 });
    }

    [Fact]
    public async Task Nobody_edits_what_another_wrote()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var ack = await ada.ChatAsync("mine");
        await app.MakeAsync(ben, RoomRole.Owner);

        var refused = await ben.RefusedAsync(new EditMessageRequest(ack.MessageId, "his"));

        Assert.Equal((ErrorCode.NotAllowed, "messageId"), (refused.Code, refused.Field));
        Assert.Equal("mine", (await ada.JoinAsync()).Messages[0].Content);
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("\u0007")]
    public async Task An_edit_says_something_that_a_message_may_say(string content)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ack = await ada.ChatAsync("mine");

        var refused = await ada.RefusedAsync(new EditMessageRequest(ack.MessageId, content));

        Assert.Equal((ErrorCode.BadRequest, "content"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_deleted_message_leaves_its_place_and_cannot_be_changed_again()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var ack = await ada.ChatAsync("secret");
        await ben.ReactAsync(ack.MessageId, "👍");

        var deleted = await ada.DeleteAsync(ack.MessageId);

        var told = (await ben.NextAsync<MessageEvent>(m => m.Message.DeletedAt is not null)).Message;
        Assert.Equal((1, 3, ""), (told.Seq, told.Rev, told.Content));
        Assert.Null(told.Reactions);
        Assert.Equal(deleted with { Ref = null }, await ada.DeleteAsync(ack.MessageId) with { Ref = null });
        foreach (var request in new Request[] { new EditMessageRequest(ack.MessageId, "back"), new ReactRequest(ack.MessageId, "👍", true) })
            Assert.Equal((ErrorCode.UnknownMessage, "messageId"), await ada.RefusedAsync(request) is var refused ? (refused.Code, refused.Field) : default);
        Assert.DoesNotContain("secret", string.Concat((await ben.JoinAsync()).Messages.Select(m => m.Content)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_moderator_deletes_only_what_is_theirs()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var ack = await ada.ChatAsync("mine");

        Assert.Equal(ErrorCode.NotAllowed, (await ben.RefusedAsync(new DeleteMessageRequest(ack.MessageId))).Code);
        Assert.Equal("mine", (await ada.JoinAsync()).Messages[0].Content);

        await app.MakeAsync(ben, RoomRole.Moderator);
        await ben.DeleteAsync(ack.MessageId);
        Assert.NotNull((await ada.JoinAsync()).Messages[0].DeletedAt);
    }

    [Fact]
    public async Task To_who_is_not_in_its_room_a_message_is_not_there_whatever_they_try()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        var den = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("den", Visibility.Private))).Room.Id;
        var secret = await ada.ChatAsync("secret", den.Value);
        var away = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("open"))).Room.Id;
        var notHers = await ada.ChatAsync("of a room she has not joined", away.Value);

        foreach (var id in new[] { secret.MessageId, notHers.MessageId, new("nothing") })
            foreach (var request in Tries(id))
                Assert.Equal(
                    (ErrorCode.UnknownMessage, $"there is no message \"{id}\""), await eve.RefusedAsync(request) is var refused ? (refused.Code, refused.Message) : default);
        Assert.Equal(ErrorCode.UnknownMessage, (await eve.RefusedAsync(new HistoryRequest(General, MessageId: secret.MessageId))).Code);
        Assert.Equal(ErrorCode.UnknownMessage, (await eve.RefusedAsync(new HistoryRequest(General, ThreadId: secret.MessageId))).Code);
        Assert.Equal(ErrorCode.UnknownMessage, (await eve.RefusedAsync(new ChatRequest(General, "x", ThreadId: secret.MessageId))).Code);
        Assert.Equal(1, (await ada.JoinAsync(den.Value)).Rev);
    }

    [Fact]
    public async Task A_socket_that_has_not_joined_the_room_changes_messages_of_its_person_there()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ack = await ada.ChatAsync("by one device");
        await using var other = await app.OpenAsync();
        await other.HelloAsync(token: ada.Welcome!.Token);

        await other.EditAsync(ack.MessageId, "by the other");

        Assert.Equal("by the other", (await ada.MessageAsync("by the other")).Content);
    }

    [Theory]
    [InlineData("update rooms set archived_at = 1, version = version + 1 where id = 'general'", ErrorCode.Archived)]
    [InlineData("update participants set muted_until = 99999999999999, version = version + 1 where room_id = 'general'", ErrorCode.Muted)]
    public async Task What_takes_away_the_right_to_write_takes_every_change(string sql, ErrorCode code)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ack = await ada.ChatAsync("before");
        await app.WriteAsync(sql);
        await ada.JoinAsync();

        foreach (var request in Tries(ack.MessageId).Append(new ClearRequest(General))) Assert.Equal(code, (await ada.RefusedAsync(request)).Code);
        Assert.Equal(1, (await ada.JoinAsync()).Rev);
    }

    [Fact]
    public async Task Of_two_edits_at_once_the_one_with_the_greater_rev_stands()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var other = await app.OpenAsync();
        await other.HelloAsync(token: ada.Welcome!.Token);
        await other.JoinAsync();
        var id = (await ada.ChatAsync("first")).MessageId;

        var acks = new List<(long Rev, string Content)>();
        for (var i = 0; i < 30; i++)
        {
            var (one, two) = ($"one {i}", $"two {i}");
            var both = await Task.WhenAll(ada.EditAsync(id, one), other.EditAsync(id, two));
            acks.AddRange([(both[0].Rev, one), (both[1].Rev, two)]);
        }

        var read = (await ada.JoinAsync()).Messages[0];
        Assert.Equal(acks.Max(), (read.Rev, read.Content));
        Assert.Equal(60, acks.Select(a => a.Rev).Distinct().Count());
    }

    [Fact]
    public async Task Who_was_away_learns_of_edits_and_deletions_by_the_revs_they_missed()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var acks = new List<Ack>();
        for (var i = 1; i <= 4; i++) acks.Add(await ada.ChatAsync($"m{i}"));
        await ben.DisposeAsync();

        await ada.EditAsync(acks[1].MessageId, "edited");
        await ada.EditAsync(acks[1].MessageId, "edited twice");
        await ada.DeleteAsync(acks[0].MessageId);
        await using var back = await app.OpenAsync();
        await back.HelloAsync(token: ben.Welcome!.Token);
        var joined = await back.JoinAsync(after: 4);

        Assert.Equal([(2, 6, "edited twice"), (1, 7, "")], joined.Messages.Select(m => (m.Seq, m.Rev, m.Content)));
        Assert.Equal((7, false), (joined.Rev, joined.HasMore));
    }

    [Fact]
    public async Task A_killed_server_comes_back_with_every_change_that_was_acknowledged()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var root = await ada.ChatAsync("root");
        await ada.ReplyAsync(root.MessageId, "in the thread");
        await ada.EditAsync(root.MessageId, "edited");
        await ada.ReactAsync(root.MessageId, "🐍");
        await ada.DeleteAsync((await ada.ReplyAsync(root.MessageId, "deleted")).MessageId);
        await ada.AskAsync<Ack>(new ClearRequest(General));
        var before = await ada.JoinAsync();

        await using var again = await ChatApplication.StartAsync(folder: app.CopyOfFolder());
        await using var back = await again.OpenAsync();
        await back.HelloAsync(token: ada.Welcome!.Token);
        var after = await back.JoinAsync();

        Assert.Equal(RoomWatcher.Shown(before.Messages), RoomWatcher.Shown(after.Messages));
        Assert.Equal((before.Rev, 10), (after.Rev, after.Messages.Max(m => m.Rev)));
        Assert.Equal("shown", (await again.Get<IMessageStore>().ReadContextAsync(General, (await back.ChatAsync("shown")).MessageId, 10, default))!.Single().Content);
    }

    [Fact]
    public async Task Changes_are_told_in_the_order_of_their_revs_between_the_messages_of_others()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var cy = await app.JoinAsync("cy");
        var id = (await ada.ChatAsync("root")).MessageId;

        await Task.WhenAll(
            Repeat(i => ada.EditAsync(id, $"edit {i}")), Repeat(i => ben.ChatAsync($"m{i}")), Repeat(i => cy.ReplyAsync(id, $"t{i}")));

        // An edit and a message take one rev each, a message of a thread two.
        var revs = (await ben.EverythingSoFarAsync()).OfType<MessageEvent>().Select(m => m.Message.Rev);
        Assert.Equal(Enumerable.Range(1, 1 + (4 * 40)).Select(n => (long)n), revs);
    }

    static async Task Repeat(Func<int, Task> act)
    {
        for (var i = 0; i < 40; i++) await act(i);
    }

    static IEnumerable<Request> Tries(MessageId id) =>
        [new EditMessageRequest(id, "x"), new DeleteMessageRequest(id), new ReactRequest(id, "👍", true), new FeedbackRequest(id, Rating.Like)];
}
