using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class LimitTests
{
    [Fact]
    public async Task One_person_cannot_make_all_the_rooms()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Sockets = o.Sockets with { NewRooms = new RateLimit(0.01, 2) } });
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await ada.AskAsync<RoomCreated>(new CreateRoomRequest("one"));
        await ada.AskAsync<RoomCreated>(new CreateRoomRequest("two"));

        var refused = await ada.RefusedAsync(new CreateRoomRequest("three"));

        Assert.Equal(ErrorCode.RateLimited, refused.Code);
        Assert.True(refused.RetryAfterMs > 0);
        await ben.AskAsync<RoomCreated>(new CreateRoomRequest("three"));
    }

    [Fact]
    public async Task One_address_cannot_take_all_the_names_but_names_that_are_taken_come_back()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Sockets = o.Sockets with { NewNames = new RateLimit(0.01, 2) } });
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var cleo = await app.OpenAsync();

        var refused = await cleo.RefusedAsync(new HelloRequest("cleo"));

        Assert.Equal((ErrorCode.RateLimited, "username"), (refused.Code, refused.Field));
        await using var again = await app.OpenAsync();
        Assert.Equal(ada.User, (await again.HelloAsync(token: ada.Welcome!.Token)).User);
    }

    [Fact]
    public async Task Who_makes_a_room_is_in_it_at_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var room = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("tea"))).Room.Id;
        await ada.ChatAsync("first", room.Value);
        await ben.JoinAsync(room.Value);
        await ben.ChatAsync("second", room.Value);

        Assert.Equal("first", (await ada.NextAsync<MessageEvent>()).Message.Content);
        Assert.Equal("second", (await ada.NextAsync<MessageEvent>()).Message.Content);
    }
}
