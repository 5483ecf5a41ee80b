using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Support;
using static Confab.Tests.Client.Frames;

namespace Confab.Tests.Client;

/// <summary>What the client can ask, over a real server: two people, each with the state that their events tell.</summary>
public sealed class ClientRequestTests : IAsyncLifetime
{
    ChatApplication _app = null!;
    ClientUnderTest _ada = null!, _ben = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync();
        _ada = await (await new ClientUnderTest(_app.Address).ConnectAsync("ada")).JoinAsync();
        _ben = await (await new ClientUnderTest(_app.Address).ConnectAsync("ben")).JoinAsync();
    }

    [Fact]
    public async Task A_message_is_edited_reacted_to_and_deleted_and_the_other_sees_each()
    {
        var said = await _ada.Client.ChatAsync(General, "Godo morning", stop: TestTime.Deadline());

        await _ada.Client.EditAsync(said.MessageId, "Good morning", TestTime.Deadline());
        await _ben.Client.ReactAsync(said.MessageId, "👍", stop: TestTime.Deadline());
        Assert.Equal(("Good morning", 1), await Seen(m => m.Reactions is not null, m => (m.Content, m.Reactions![0].Count)));

        await _ben.Client.ReactAsync(said.MessageId, "👍", on: false, TestTime.Deadline());
        await _ada.Client.DeleteAsync(said.MessageId, TestTime.Deadline());
        Assert.Equal("", await Seen(m => m.DeletedAt is not null, m => m.Content));
    }

    [Fact]
    public async Task What_is_said_in_a_thread_stands_there_and_counts_for_who_began_it()
    {
        var root = await _ada.Client.ChatAsync(General, "Tea?", stop: TestTime.Deadline());
        await _ben.Client.ChatAsync(General, "Yes", thread: root.MessageId, stop: TestTime.Deadline());

        await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is ReceiptEvent { Thread.Unread: 1 });
        var page = await _ada.Client.HistoryAsync(General, thread: root.MessageId, stop: TestTime.Deadline());
        Assert.Equal("Yes", Assert.Single(page.Messages).Content);

        Assert.True(await _ada.Client.ReadAsync(General, page.Messages[0].Seq, root.MessageId, TestTime.Deadline()));
        await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is ReceiptEvent { Thread.Unread: 0 });
        Assert.Equal(0, Assert.Single(_ada.General.Threads).Unread);
    }

    [Fact]
    public async Task How_far_one_has_come_is_told_to_the_others()
    {
        var said = await _ada.Client.ChatAsync(General, "hello", stop: TestTime.Deadline());
        await _ben.Client.DeliveredAsync(General, said.Seq, TestTime.Deadline());
        await HeardCursor(cursor => cursor.DeliveredSeq == said.Seq && cursor.ReadSeq < said.Seq);

        await _ben.Client.ReadAsync(General, said.Seq, stop: TestTime.Deadline());
        await HeardCursor(cursor => cursor.ReadSeq == said.Seq);
    }

    [Fact]
    public async Task Presence_is_told_with_what_one_does()
    {
        Assert.True(await _ben.Client.PresenceAsync(PresenceStatus.Busy, "Writing", TestTime.Deadline()));

        var told = (PresenceEvent)(await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is PresenceEvent { Activity: "Writing" })).Frame;
        Assert.Equal(PresenceStatus.Busy, told.Status);
        Assert.Equal("Writing", _ada.General.Members.Single(m => m.Name == "ben").Activity);
    }

    [Fact]
    public async Task Two_people_talk_in_a_room_that_is_theirs_alone()
    {
        var ben = Assert.Single((await _ada.Client.FindUsersAsync("be", stop: TestTime.Deadline())).Users);
        var sent = await _ada.Client.SendPrivateAsync(ben.Id, "psst", stop: TestTime.Deadline());
        var room = (await _ben.Client.OpenDirectAsync(_ada.Client.User.Id, TestTime.Deadline())).Room;

        Assert.Equal(sent.RoomId, room.Id);
        Assert.Equal("psst", Assert.Single((await _ben.Client.JoinAsync(room.Id, stop: TestTime.Deadline())).Messages).Content);
    }

    [Fact]
    public async Task An_owner_gives_roles_keeps_order_and_closes_the_room()
    {
        var den = (await _ada.Client.CreateRoomAsync("den", Visibility.Private, AssistantMode.Off, "quiet", stop: TestTime.Deadline())).Room;
        await _ada.Client.InviteAsync(den.Id, _ben.Client.User.Id, TestTime.Deadline());
        await _ben.Client.JoinAsync(den.Id, stop: TestTime.Deadline());

        await _ada.Client.SetRoleAsync(den.Id, _ben.Client.User.Id, RoomRole.Moderator, TestTime.Deadline());
        await _ada.Client.MuteAsync(den.Id, _ben.Client.User.Id, TimeSpan.FromMinutes(2), TestTime.Deadline());
        var muted = await Assert.ThrowsAsync<RequestRefusedException>(() => _ben.Client.ChatAsync(den.Id, "but", stop: TestTime.Deadline()));
        Assert.Equal(ErrorCode.Muted, muted.Error.Code);
        await _ada.Client.MuteAsync(den.Id, _ben.Client.User.Id, TimeSpan.Zero, TestTime.Deadline());
        var said = await _ben.Client.ChatAsync(den.Id, "again", stop: TestTime.Deadline());
        await _ada.Client.ReportAsync(said.MessageId, "just a test", TestTime.Deadline());

        await _ada.Client.UpdateRoomAsync(new(den.Id, Topic: "very quiet"), TestTime.Deadline());
        await _ada.Client.ArchiveAsync(den.Id, stop: TestTime.Deadline());
        var archived = (await _ada.Client.JoinAsync(den.Id, stop: TestTime.Deadline())).Room;
        Assert.Equal(("very quiet", true), (archived.Topic, archived.ArchivedAt is not null));
        await _ada.Client.ArchiveAsync(den.Id, isArchived: false, TestTime.Deadline());

        await _ada.Client.RemoveMemberAsync(den.Id, _ben.Client.User.Id, ban: true, TestTime.Deadline());
        var shut = await _ben.HeardAsync<ClientEvent.Shut>();
        Assert.Equal((den.Id, "ada has removed you."), (shut.RoomId, shut.Why));
    }

    [Fact]
    public async Task A_room_that_is_deleted_is_shut_for_everybody_in_it()
    {
        var den = (await _ada.Client.CreateRoomAsync("den", stop: TestTime.Deadline())).Room;
        await _ben.Client.JoinAsync(den.Id, stop: TestTime.Deadline());

        await _ada.Client.DeleteRoomAsync(den.Id, TestTime.Deadline());

        Assert.Equal(den.Id, (await _ben.HeardAsync<ClientEvent.Shut>()).RoomId);
    }

    [Fact]
    public async Task Assistants_begin_anew_with_a_line_that_says_so_and_answers_are_rated()
    {
        var ack = await _ada.Client.ChatAsync(General, "@AIBot hello", stop: TestTime.Deadline());
        var answer = ((MessageEvent)(await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MessageEvent m && m.Message.ParentId == ack.MessageId)).Frame).Message;
        await _ben.Client.RateAsync(answer.Id, Rating.Dislike, "too short", TestTime.Deadline());
        Assert.Equal(1, await Seen(m => m.Feedback is not null, m => m.Feedback!.Dislikes));

        var line = await _ada.Client.ClearAsync(General, TestTime.Deadline());
        var around = await _ada.Client.HistoryAroundAsync(General, line.MessageId, limit: 3, stop: TestTime.Deadline());
        Assert.Equal(AuthorKind.System, around.Messages.Single(m => m.Id == line.MessageId).Author.Kind);
    }

    async Task<TValue> Seen<TValue>(Func<Message, bool> when, Func<Message, TValue> what) =>
        what(((MessageEvent)(await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MessageEvent m && when(m.Message))).Frame).Message);

    async Task HeardCursor(Func<Cursor, bool> fits)
    {
        await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is ReceiptEvent r && r.MemberId == _ben.Client.User.Id && fits(new(r.MemberId, r.DeliveredSeq, r.ReadSeq)));
        Assert.Contains(_ada.General.Receipts, cursor => cursor.MemberId == _ben.Client.User.Id && fits(cursor));
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _ben.DisposeAsync();
        await _app.DisposeAsync();
    }
}
