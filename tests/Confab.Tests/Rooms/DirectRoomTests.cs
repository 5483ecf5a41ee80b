using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class DirectRoomTests
{
    [Fact]
    public async Task Two_who_open_their_room_at_the_same_moment_get_one()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var adasPhone = await app.DeviceAsync(ada);

        var opened = await Task.WhenAll(
            ada.AskAsync<RoomCreated>(new OpenDirectRequest(ben.User.Id)), ben.AskAsync<RoomCreated>(new OpenDirectRequest(ada.User.Id)),
            adasPhone.AskAsync<RoomCreated>(new OpenDirectRequest(ben.User.Id)));

        var room = Assert.Single(opened.Select(o => o.Room.Id).Distinct());
        Assert.All(opened, o => Assert.Equal(
            (RoomKind.Direct, Visibility.Private, AssistantMode.Off, 2, true, RoomRole.Owner),
            (o.Room.Kind, o.Room.Visibility, o.Room.AssistantMode, o.Room.UserCount, o.Room.IsMember, o.Room.Role)));
        Assert.All(opened, o => Assert.Equal(["ada", "ben"], o.Room.People!.Select(p => p.Name).Order()));
        await ben.ChatAsync("here", room.Value);
        await ada.MessageAsync("here");
    }

    [Fact]
    public async Task The_other_learns_of_the_room_when_something_is_said_in_it_and_not_before()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var adasPhone = await app.DeviceAsync(ada);
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = (await ada.AskAsync<RoomCreated>(new OpenDirectRequest(ben.User.Id))).Room.Id;
        Assert.Empty(await ben.EverythingSoFarAsync());
        Assert.Null(await ben.ListedAsync(room));
        Assert.NotNull(await ada.ListedAsync(room));

        var ack = await ada.AskAsync<Ack>(new PrivateMessageRequest(ben.User.Id, "Tea?"));

        Assert.Equal((room, 1L), (ack.RoomId, ack.Seq));
        foreach (var device in new[] { ben, adasPhone })
        {
            var shown = (await device.NextAsync<RoomUpdated>()).Room;
            Assert.Equal((room, 1L, true), (shown.Id, shown.Seq, shown.IsMember));
            Assert.Equal(2, shown.People!.Count);
        }
        Assert.Equal("Tea?", Assert.Single((await ben.JoinAsync(room.Value)).Messages).Content);
        await ada.AskAsync<Ack>(new PrivateMessageRequest(ben.User.Id, "Now?"));
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is RoomUpdated);
        Assert.Empty(await eve.EverythingSoFarAsync());
        Assert.Equal(ErrorCode.UnknownRoom, await eve.CodeAsync(new JoinRoomRequest(room)));
    }

    [Fact]
    public async Task A_private_message_that_is_sent_again_is_one_message()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var message = new PrivateMessageRequest(ben.User.Id, "Tea?", MessageId.New());
        await using var adasPhone = await app.DeviceAsync(ada);

        var acks = await Task.WhenAll(ada.AskAsync<Ack>(message), adasPhone.AskAsync<Ack>(message));

        Assert.Equal(acks[0] with { Ref = null }, acks[1] with { Ref = null });
        Assert.Single((await ben.JoinAsync(acks[0].RoomId.Value)).Messages);
    }

    [Fact]
    public async Task Nobody_writes_to_themselves_or_to_nobody()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");

        Assert.Equal(ErrorCode.BadRequest, await ada.CodeAsync(new OpenDirectRequest(ada.User.Id)));
        Assert.Equal(ErrorCode.BadRequest, await ada.CodeAsync(new PrivateMessageRequest(ada.User.Id, "hm")));
        Assert.Equal(ErrorCode.UnknownUser, await ada.CodeAsync(new OpenDirectRequest(new("nobody"))));
        Assert.Equal(ErrorCode.UnknownUser, await ada.CodeAsync(new PrivateMessageRequest(new("nobody"), "hm")));
    }

    [Fact]
    public async Task A_blank_private_message_makes_no_room()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");

        Assert.Equal("content", (await ada.RefusedAsync(new PrivateMessageRequest(ben.User.Id, " "))).Field);

        Assert.DoesNotContain((await ada.AskAsync<RoomList>(new ListRoomsRequest())).Rooms, r => r.Kind == RoomKind.Direct);
    }

    [Fact]
    public async Task Either_says_who_answers_there_and_neither_can_do_what_makes_no_sense_for_two()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = (await ada.AskAsync<Ack>(new PrivateMessageRequest(ben.User.Id, "Tea?"))).RoomId;
        await ben.JoinAsync(room.Value);

        await ben.DoAsync(new UpdateRoomRequest(room, AssistantMode: AssistantMode.Mention, Uploads: false, HistoryDays: 7));
        Assert.Equal(AssistantMode.Mention, (await ben.NextAsync<RoomUpdated>(r => r.Room.Version > 0)).Room.AssistantMode);
        await ada.DoAsync(new UpdateRoomRequest(room, AssistantMode: AssistantMode.Off));

        Assert.Equal("roomName", (await ada.RefusedAsync(new UpdateRoomRequest(room, RoomName: "Us"))).Field);
        Assert.Equal("visibility", (await ada.RefusedAsync(new UpdateRoomRequest(room, Visibility: Visibility.Public))).Field);
        Request[] senseless =
        [
            new LeaveRoomRequest(room), new DeleteRoomRequest(room), new InviteRequest(room, eve.User.Id), new RemoveMemberRequest(room, ben.User.Id),
            new SetRoleRequest(room, ben.User.Id, RoomRole.Member), new MuteRequest(room, ben.User.Id, 1),
        ];
        foreach (var request in senseless) Assert.Equal(ErrorCode.NotAllowed, await ada.CodeAsync(request));
    }

    [Fact]
    public async Task The_other_learns_of_the_room_also_where_it_begins_with_a_line_of_the_system()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = (await ada.AskAsync<RoomCreated>(new OpenDirectRequest(ben.User.Id))).Room.Id;

        await ada.AskAsync<Ack>(new ClearRequest(room));
        await ada.ChatAsync("Tea?", room.Value);

        Assert.Contains(await ben.EverythingSoFarAsync(), f => f is RoomUpdated shown && shown.RoomId == room);
    }
}
