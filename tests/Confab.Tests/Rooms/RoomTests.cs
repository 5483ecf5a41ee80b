using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class RoomTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task Everybody_learns_of_a_new_public_room_and_its_maker_is_in_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var room = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest(" Tea ☕ ", AssistantMode: AssistantMode.All))).Room;

        Assert.Equal(("Tea ☕", RoomKind.Group, Visibility.Public, AssistantMode.All, 1), (room.Name, room.Kind, room.Visibility, room.AssistantMode, room.UserCount));
        Assert.Equal((true, RoomRole.Owner), (room.IsMember, room.Role));
        Assert.Equivalent(room with { IsMember = null, Role = null }, (await ben.NextAsync<RoomUpdated>()).Room, strict: true);
        var listed = (await ben.AskAsync<RoomList>(new ListRoomsRequest())).Rooms;
        Assert.Equal([room.Id, General], listed.Select(r => r.Id));
        Assert.Equivalent(room, listed[0] with { IsMember = true, Role = RoomRole.Owner }, strict: true);
        Assert.Equal(["AIBot", "ada"], (await ada.JoinAsync(room.Id.Value)).Members.Select(m => m.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_rooms_name_is_neither_empty_nor_too_long_nor_broken(string name)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        Assert.Equal((ErrorCode.BadRequest, "roomName"), await ada.RefusedAsync(new CreateRoomRequest(name)) is { } e ? (e.Code, e.Field) : default);
    }

    [Fact]
    public async Task A_private_room_is_to_others_as_if_it_were_not_there()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        var room = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("secret", Visibility.Private))).Room.Id;
        await ada.JoinAsync(room.Value);
        await ada.ChatAsync("between us", room.Value);

        Assert.Contains((await ada.AskAsync<RoomList>(new ListRoomsRequest())).Rooms, r => r.Id == room);
        Assert.DoesNotContain((await eve.AskAsync<RoomList>(new ListRoomsRequest())).Rooms, r => r.Id == room);
        foreach (var create in new bool?[] { null, true })
        {
            var refused = await eve.RefusedAsync(new JoinRoomRequest(room, Create: create));
            var unknown = await eve.RefusedAsync(new JoinRoomRequest(new("nowhere")));
            Assert.Equal(unknown with { Ref = null, Message = unknown.Message.Replace("nowhere", room.Value, StringComparison.Ordinal) }, refused with { Ref = null });
        }
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is RoomUpdated or MessageEvent);
        Assert.Equal(["AIBot", "ada"], (await ada.JoinAsync(room.Value)).Members.Select(m => m.Name));
    }

    [Fact]
    public async Task Who_is_not_in_a_room_can_neither_read_nor_write_nor_type_nor_stop_there()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.OpenAsync();
        await eve.HelloAsync("eve");
        await ada.ChatAsync("@AIBot hello");
        var reply = await ada.NextAsync<StreamStart>();

        Assert.Equal(ErrorCode.NotAMember, (await eve.RefusedAsync(new ChatRequest(General, "hi"))).Code);
        Assert.Equal(ErrorCode.NotAMember, (await eve.RefusedAsync(new HistoryRequest(General))).Code);
        Assert.Equal(ErrorCode.NotAMember, (await eve.RefusedAsync(new TypingRequest(General, true))).Code);
        Assert.Equal(ErrorCode.NotAMember, (await eve.RefusedAsync(new LeaveRoomRequest(General))).Code);
        Assert.Equal(ErrorCode.UnknownStream, (await eve.RefusedAsync(new StopStreamRequest(reply.StreamId))).Code);
        Assert.Empty(await eve.EverythingSoFarAsync());

        await eve.JoinAsync();
        await eve.AskAsync<Ok>(new StopStreamRequest(reply.StreamId));
    }

    [Fact]
    public async Task Leaving_on_one_device_silences_the_others_at_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var bensPhone = await app.OpenAsync();
        await bensPhone.HelloAsync(token: ben.Welcome!.Token);
        await bensPhone.JoinAsync();
        await ada.ChatAsync("everybody hears this");
        await bensPhone.MessageAsync("everybody hears this");

        await ben.AskAsync<Ok>(new LeaveRoomRequest(General));
        await ada.ChatAsync("ben does not hear this");

        Assert.Equal(ben.User, (await ada.NextAsync<UserLeft>()).User);
        Assert.DoesNotContain(await bensPhone.EverythingSoFarAsync(), f => f is MessageEvent);
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is MessageEvent { Message.Seq: > 1 });
        Assert.Equal(ErrorCode.NotAMember, (await bensPhone.RefusedAsync(new ChatRequest(General, "let me in"))).Code);
        Assert.Equal(["AIBot", "ada"], (await ada.JoinAsync()).Members.Select(m => m.Name));
        Assert.Equal(2, (await bensPhone.JoinAsync()).Rev);
    }

    [Fact]
    public async Task A_join_that_is_overtaken_by_a_leave_shows_nothing_and_hears_nothing()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var bensPhone = await app.OpenAsync();
        await bensPhone.HelloAsync(token: ben.Welcome!.Token);

        for (var i = 0; i < 50; i++)
        {
            var leaving = ben.Session.SendAsync(new LeaveRoomRequest(General));
            await bensPhone.Session.SendAsync(new JoinRoomRequest(General) { Ref = $"j{i}" });
            await leaving;
            var answer = await bensPhone.NextAsync<ServerFrame>(f => f.Ref == $"j{i}");
            await ben.AskAsync<Pong>(new PingRequest());
            await bensPhone.EverythingSoFarAsync();
            await ada.ChatAsync($"m{i}");
            var heard = (await bensPhone.EverythingSoFarAsync()).Any(f => f is MessageEvent);

            var isMember = await app.Get<IRoomStore>().IsParticipantAsync(General, ben.User.Id, CancellationToken.None);
            Assert.Equal(isMember, heard);
            Assert.True(heard || answer is RoomJoined or ErrorFrame { Code: ErrorCode.NotAMember });
            await ben.JoinAsync();
        }
    }

    [Fact]
    public async Task A_room_is_made_by_joining_it_and_two_who_make_it_at_once_meet_in_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        Assert.Equal(ErrorCode.UnknownRoom, (await ada.RefusedAsync(new JoinRoomRequest(new("den")))).Code);
        for (var i = 0; i < 10; i++)
        {
            var joined = await Task.WhenAll(ada.JoinAsync($"den{i}", create: true), ben.JoinAsync($"den{i}", create: true));

            Assert.All(joined, j => Assert.Equal(($"den{i}", Visibility.Public), (j.Room.Name, j.Room.Visibility)));
            Assert.Equal(2, (await ada.JoinAsync($"den{i}")).Room.UserCount);
            await ben.ChatAsync("met", $"den{i}");
            Assert.Equal($"den{i}", (await ada.MessageAsync("met")).RoomId.Value);
        }
    }

    [Fact]
    public async Task The_others_learn_who_joins_and_who_leaves()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        Assert.Equal(new Member(ben.User.Id, "ben", AuthorKind.User, PresenceStatus.Online, Role: RoomRole.Member), (await ada.NextAsync<UserJoined>()).User);
        await ben.JoinAsync();
        await ben.AskAsync<Ok>(new LeaveRoomRequest(General));
        Assert.Equal(ben.User, (await ada.NextAsync<UserLeft>()).User);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is UserJoined);
    }
}
