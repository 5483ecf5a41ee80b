using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class SettingsTests
{
    [Fact]
    public async Task Every_setting_changes_and_is_told_to_members_that_listen_or_not()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var adasPhone = await app.DeviceAsync(ada);
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();

        await ada.DoAsync(new UpdateRoomRequest(room, " Den ", "A topic", null, AssistantMode.Smart, false, 30, 5, 10, null, true));

        var told = (await adasPhone.NextAsync<RoomUpdated>(r => r.Room.Version > 0)).Room;
        Assert.Equal(
            ("Den", "A topic", AssistantMode.Smart, false, 30, 5, 10, true, 1L),
            (told.Name, told.Topic, told.AssistantMode, told.Uploads, told.HistoryDays, told.MaxUsers, told.SlowModeSeconds, told.IsTemporary, told.Version));
        Assert.Equivalent(told, (await ada.NextAsync<RoomUpdated>(r => r.Room.Version > 0)).Room, strict: true);
        Assert.Equivalent(told with { IsMember = true, Role = RoomRole.Owner, Unread = 0, Mentions = 0 }, await ada.ListedAsync(room), strict: true);
        Assert.Empty(await eve.EverythingSoFarAsync());

        await ada.DoAsync(new UpdateRoomRequest(room, Topic: "", HistoryDays: 0, MaxUsers: 0, SlowModeSeconds: 0, Uploads: true, IsTemporary: false));
        var cleared = (await ada.NextAsync<RoomUpdated>(r => r.Room.Version == 2)).Room;
        Assert.Equal((null, null, null, null, true, null), (cleared.Topic, cleared.HistoryDays, cleared.MaxUsers, cleared.SlowModeSeconds, cleared.Uploads, cleared.IsTemporary));
    }

    [Theory]
    [InlineData("""{"roomName":""}""", "roomName")]
    [InlineData("""{"roomName":"12345678901234567890123456789012345678901234567890123456789012345"}""", "roomName")]
    [InlineData("""{"topic":"a\nb"}""", "topic")]
    [InlineData("""{"historyDays":-1}""", "historyDays")]
    [InlineData("""{"historyDays":3651}""", "historyDays")]
    [InlineData("""{"maxUsers":1}""", "maxUsers")]
    [InlineData("""{"maxUsers":-2}""", "maxUsers")]
    [InlineData("""{"slowModeSeconds":21601}""", "slowModeSeconds")]
    [InlineData("""{"visibility":"secret"}""", "visibility")]
    public async Task A_setting_out_of_its_limits_is_named_and_changes_nothing(string change, string field)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();

        var refused = (ErrorFrame)await ada.AnswerAsync($$"""{"type":"update_room","ref":"x","roomId":"{{room}}","topic":"new",{{change[1..]}}""", "x");

        Assert.Equal((ErrorCode.BadRequest, field), (refused.Code, refused.Field));
        Assert.Equal(("den", null, 0L), (await ada.ListedAsync(room)) is { } same ? (same.Name, same.Topic, same.Version) : default);
    }

    [Fact]
    public async Task A_topic_has_its_limit()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var longest = new string('t', Limits.MaxTopicLength);
        var room = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("den", Topic: longest, IsTemporary: true))).Room;

        Assert.Equal((longest, true), (room.Topic, room.IsTemporary));
        Assert.Equal("topic", (await ada.RefusedAsync(new CreateRoomRequest("den", Topic: longest + "t"))).Field);
        Assert.Equal("topic", (await ada.RefusedAsync(new UpdateRoomRequest(room.Id, Topic: longest + "t"))).Field);
    }

    [Fact]
    public async Task What_is_so_already_is_no_change()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();
        await ada.EverythingSoFarAsync();

        await ada.DoAsync(new UpdateRoomRequest(room, RoomName: "den"));

        Assert.Empty(await ada.EverythingSoFarAsync());
        Assert.Equal(0, (await ada.ListedAsync(room))!.Version);
    }

    [Fact]
    public async Task A_room_made_private_is_gone_for_those_who_are_not_in_it_and_back_when_it_is_public_again()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);
        await ben.JoinAsync(room.Value);
        foreach (var socket in new[] { ben, eve }) await socket.EverythingSoFarAsync();

        await ada.DoAsync(new UpdateRoomRequest(room, Visibility: Visibility.Private, Topic: "a secret"));

        Assert.Equal(room, (await eve.NextAsync<RoomDeleted>()).RoomId);
        Assert.Equal(Visibility.Private, (await ben.NextAsync<RoomUpdated>()).Room.Visibility);
        Assert.Null(await eve.ListedAsync(room));
        Assert.Equal(ErrorCode.UnknownRoom, await eve.CodeAsync(new JoinRoomRequest(room)));
        await ada.DoAsync(new UpdateRoomRequest(room, Topic: "another secret"));
        Assert.Empty(await eve.EverythingSoFarAsync());
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is RoomDeleted);

        await ada.DoAsync(new UpdateRoomRequest(room, Visibility: Visibility.Public));
        Assert.Equal(Visibility.Public, (await eve.NextAsync<RoomUpdated>()).Room.Visibility);
        await eve.JoinAsync(room.Value);
    }

    [Fact]
    public async Task An_archived_room_is_read_and_changes_no_more_until_its_owner_opens_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ben.ChatAsync("before", room.Value);

        await ada.DoAsync(new UpdateRoomRequest(room, IsArchived: true));

        Assert.NotNull((await ben.NextAsync<RoomUpdated>(r => r.Room.Version > 0)).Room.ArchivedAt);
        Assert.Equal(ErrorCode.Archived, await ben.CodeAsync(new ChatRequest(room, "after")));
        Assert.Equal(ErrorCode.Archived, await ada.CodeAsync(new UpdateRoomRequest(room, Topic: "new")));
        Assert.Equal("before", Assert.Single((await ben.AskAsync<HistoryPage>(new HistoryRequest(room))).Messages).Content);
        await ada.DoAsync(new UpdateRoomRequest(room, IsArchived: false, Topic: "open"));
        await ben.ChatAsync("after", room.Value);
    }

    [Fact]
    public async Task No_more_come_in_than_a_room_takes_however_many_come_at_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);
        await ada.DoAsync(new UpdateRoomRequest(room, MaxUsers: 3));
        var guests = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => app.PersonAsync($"guest {i}")));

        var answers = await Task.WhenAll(guests.Select(guest => guest.AskAsync<ServerFrame>(new JoinRoomRequest(room))));

        Assert.Equal((2, 6), (answers.OfType<RoomJoined>().Count(), answers.OfType<ErrorFrame>().Count(e => e.Code == ErrorCode.RoomFull)));
        Assert.Equal(3, (await ada.ListedAsync(room))!.UserCount);
        Assert.Equal(ErrorCode.RoomFull, await ada.CodeAsync(new InviteRequest(room, guests.First((g) => !answers.OfType<RoomJoined>().Any(a => a.Members.Any(m => m.Id == g.User.Id))).User.Id)));
        foreach (var guest in guests) await guest.DisposeAsync();
    }

    [Fact]
    public async Task General_stays_for_everybody()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var general = new RoomId("general");

        Assert.Equal("visibility", (await ada.RefusedAsync(new UpdateRoomRequest(general, Visibility: Visibility.Private))).Field);
        Assert.Equal("isTemporary", (await ada.RefusedAsync(new UpdateRoomRequest(general, IsTemporary: true))).Field);
        Assert.Equal(ErrorCode.NotAllowed, await ada.CodeAsync(new DeleteRoomRequest(general)));
    }
}
