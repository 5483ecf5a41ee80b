using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class RoleTests
{
    [Fact]
    public async Task Whoever_makes_a_room_owns_it_and_the_first_to_come_owns_general()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var made = await ben.AskAsync<RoomCreated>(new CreateRoomRequest("den"));

        Assert.Equal((true, RoomRole.Owner), (made.Room.IsMember, made.Room.Role));
        Assert.Equal(RoomRole.Owner, (await ben.RolesAsync(made.Room.Id))["ben"]);
        Assert.Equal((RoomRole.Owner, RoomRole.Member), ((await ada.RolesAsync(new("general")))["ada"], (await ada.RolesAsync(new("general")))["ben"]));
        Assert.Equal(RoomRole.Member, (await ben.JoinAsync()).Room.Role);
        Assert.Equal((false, null), (await ada.ListedAsync(made.Room.Id)) is { } room ? (room.IsMember, room.Role) : default);
        await using var again = await app.DeviceAsync(ada);
        Assert.Equal(RoomRole.Owner, again.Welcome!.Rooms.Single(r => r.Id.Value == "general").Role);
    }

    [Fact]
    public async Task When_the_last_owner_leaves_the_longest_standing_moderator_inherits_and_else_the_longest_standing_member()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var cy = await app.PersonAsync("cy");
        await using var dee = await app.PersonAsync("dee");
        var room = await ada.MakeRoomAsync();
        foreach (var guest in new[] { dee, ben, cy }) await ada.BringAsync(room, guest);
        await ada.DoAsync(new SetRoleRequest(room, cy.User.Id, RoomRole.Moderator));

        await ada.DoAsync(new LeaveRoomRequest(room));
        Assert.Equal(RoomRole.Owner, (await ben.NextAsync<MemberUpdated>(m => m.Member.Id == cy.User.Id && m.Member.Role == RoomRole.Owner)).Member.Role);
        await cy.DoAsync(new LeaveRoomRequest(room));
        await ben.NextAsync<MemberUpdated>(m => m.Member.Id == dee.User.Id && m.Member.Role == RoomRole.Owner);

        Assert.Equal(new Dictionary<string, RoomRole?> { ["ben"] = RoomRole.Member, ["dee"] = RoomRole.Owner }, await ben.RolesAsync(room));
        await dee.DoAsync(new UpdateRoomRequest(room, Topic: "mine now"));
        await dee.DoAsync(new LeaveRoomRequest(room));
        await ben.DoAsync(new UpdateRoomRequest(room, Topic: "and mine"));
    }

    [Fact]
    public async Task An_owner_who_leaves_another_owner_behind_is_not_followed()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var cy = await app.PersonAsync("cy");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ada.BringAsync(room, cy);
        await ada.DoAsync(new SetRoleRequest(room, cy.User.Id, RoomRole.Owner));

        await ada.DoAsync(new LeaveRoomRequest(room));

        Assert.Equal(new Dictionary<string, RoomRole?> { ["ben"] = RoomRole.Member, ["cy"] = RoomRole.Owner }, await ben.RolesAsync(room));
    }

    [Fact]
    public async Task A_room_keeps_an_owner_whoever_asks_otherwise()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);

        Assert.Equal(ErrorCode.NotAllowed, await ada.CodeAsync(new SetRoleRequest(room, ada.User.Id, RoomRole.Member)));
        await ada.DoAsync(new SetRoleRequest(room, ben.User.Id, RoomRole.Owner));
        await ada.DoAsync(new SetRoleRequest(room, ada.User.Id, RoomRole.Member));
        Assert.Equal(ErrorCode.NotAllowed, await ben.CodeAsync(new SetRoleRequest(room, ben.User.Id, RoomRole.Moderator)));

        Assert.Equal(new Dictionary<string, RoomRole?> { ["ada"] = RoomRole.Member, ["ben"] = RoomRole.Owner }, await ben.RolesAsync(room));
    }

    [Fact]
    public async Task A_role_counts_at_once_on_sockets_that_are_open()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        var word = await ada.ChatAsync("a word", room.Value);
        Assert.Equal(ErrorCode.NotAllowed, await ben.CodeAsync(new DeleteMessageRequest(word.MessageId)));

        await ada.DoAsync(new SetRoleRequest(room, ben.User.Id, RoomRole.Moderator));
        Assert.Equal(RoomRole.Moderator, (await ben.NextAsync<MemberUpdated>()).Member.Role);
        await ben.AskAsync<Ack>(new DeleteMessageRequest(word.MessageId));

        await ada.DoAsync(new SetRoleRequest(room, ben.User.Id, RoomRole.Member));
        var other = await ada.ChatAsync("another", room.Value);
        Assert.Equal(ErrorCode.NotAllowed, await ben.CodeAsync(new DeleteMessageRequest(other.MessageId)));
    }

    [Fact]
    public async Task Nobody_sets_the_role_of_who_is_not_there()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();

        Assert.Equal(ErrorCode.UnknownUser, await ada.CodeAsync(new SetRoleRequest(room, eve.User.Id, RoomRole.Moderator)));
        Assert.Equal(ErrorCode.UnknownUser, await ada.CodeAsync(new SetRoleRequest(room, new("nobody"), RoomRole.Moderator)));
    }
}
