using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class MemberTests
{
    [Fact]
    public async Task An_invited_persons_devices_learn_of_the_room_at_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var bensPhone = await app.DeviceAsync(ben);
        var room = await ada.MakeRoomAsync();

        await ada.DoAsync(new InviteRequest(room, ben.User.Id));

        foreach (var device in new[] { ben, bensPhone })
        {
            var shown = (await device.NextAsync<RoomUpdated>()).Room;
            Assert.Equal((room, true, RoomRole.Member, 2), (shown.Id, shown.IsMember, shown.Role, shown.UserCount));
        }
        Assert.Equal(ben.User.Id, (await ada.NextAsync<UserJoined>()).User.Id);
        await ada.DoAsync(new InviteRequest(room, ben.User.Id));
        Assert.Empty(await bensPhone.EverythingSoFarAsync());
        Assert.Equal(2, (await ben.JoinAsync(room.Value)).Room.UserCount);
    }

    [Fact]
    public async Task Nobody_can_invite_who_is_not_here()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();

        Assert.Equal((ErrorCode.UnknownUser, "userId"), await ada.RefusedAsync(new InviteRequest(room, new("nobody"))) is { } e ? (e.Code, e.Field) : default);
        Assert.Equal(ErrorCode.UnknownAssistant, await ada.CodeAsync(new InviteRequest(room, new("assistant:nobody"))));
    }

    [Fact]
    public async Task Who_is_removed_hears_at_once_that_and_by_whom_and_nothing_more()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var bensPhone = await app.DeviceAsync(ben);
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await bensPhone.JoinAsync(room.Value);
        await ben.DoAsync(new TypingRequest(room, true));

        await ada.DoAsync(new RemoveMemberRequest(room, ben.User.Id));
        await ada.ChatAsync("among ourselves", room.Value);

        foreach (var device in new[] { ben, bensPhone })
        {
            Assert.Equal((ben.User, ada.User), await device.NextAsync<UserLeft>() is { } left ? (left.User, left.RemovedBy) : default);
            await device.NextAsync<RoomDeleted>();
            Assert.DoesNotContain(await device.EverythingSoFarAsync(), f => f is MessageEvent);
            Assert.Equal(ErrorCode.NotAMember, await device.CodeAsync(new ChatRequest(room, "hello?")));
            Assert.Equal(ErrorCode.UnknownRoom, await device.CodeAsync(new JoinRoomRequest(room)));
        }
        Assert.False((await ada.NextAsync<TypingEvent>(t => !t.IsTyping)).IsTyping);
        Assert.Equal(ada.User, (await ada.NextAsync<UserLeft>()).RemovedBy);
    }

    [Fact]
    public async Task The_answer_to_a_removed_members_question_goes_on_for_the_others()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ben.ChatAsync("@AIBot tell us", room.Value);
        var speech = (await model.NextAsync()).Say("Once ");
        await ben.NextAsync<TokenEvent>();

        await ada.DoAsync(new RemoveMemberRequest(room, ben.User.Id));
        speech.Say("upon").Finish();

        Assert.Equal("Once upon", (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Content);
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is TokenEvent { Offset: > 0 } or StreamEnd or MessageEvent { Message.Seq: > 1 });
    }

    [Fact]
    public async Task A_ban_hides_even_a_public_room_until_a_moderator_invites_again()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);
        await ben.JoinAsync(room.Value);
        await eve.JoinAsync(room.Value);
        Assert.NotNull(await eve.ListedAsync(room));

        await ada.DoAsync(new RemoveMemberRequest(room, eve.User.Id, Ban: true));

        await eve.NextAsync<RoomDeleted>();
        Assert.Null(await eve.ListedAsync(room));
        Assert.Equal(ErrorCode.UnknownRoom, await eve.CodeAsync(new JoinRoomRequest(room)));
        await ada.DoAsync(new UpdateRoomRequest(room, Topic: "without eve"));
        await ben.NextAsync<RoomUpdated>(r => r.Room.Topic is not null);
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is RoomUpdated { Room.Topic: not null });

        Assert.Equal(ErrorCode.NotAllowed, await ben.CodeAsync(new InviteRequest(room, eve.User.Id)));
        await ada.DoAsync(new SetRoleRequest(room, ben.User.Id, RoomRole.Moderator));
        await ben.DoAsync(new InviteRequest(room, eve.User.Id));
        Assert.Equal(RoomRole.Member, (await eve.JoinAsync(room.Value)).Room.Role);
    }

    [Fact]
    public async Task Somebody_who_left_can_still_be_banned()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);
        await eve.JoinAsync(room.Value);
        await eve.DoAsync(new LeaveRoomRequest(room));

        Assert.Equal(ErrorCode.UnknownUser, await ada.CodeAsync(new RemoveMemberRequest(room, eve.User.Id)));
        await ada.DoAsync(new RemoveMemberRequest(room, eve.User.Id, Ban: true));

        Assert.Equal(ErrorCode.UnknownRoom, await eve.CodeAsync(new JoinRoomRequest(room)));
    }

    [Fact]
    public async Task A_ban_from_a_private_room_tells_nobody_who_never_was_in_it_that_it_is_there()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();

        await ada.DoAsync(new RemoveMemberRequest(room, eve.User.Id, Ban: true));
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is RoomDeleted);

        await ada.DoAsync(new UpdateRoomRequest(room, Visibility: Visibility.Public));
        await ada.DoAsync(new RemoveMemberRequest(room, eve.User.Id, Ban: true));
        await ada.DoAsync(new UpdateRoomRequest(room, Visibility: Visibility.Private));
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is RoomDeleted or RoomUpdated);
    }

    [Fact]
    public async Task Nobody_removes_or_mutes_one_of_their_own_role_or_a_higher_one()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var cy = await app.PersonAsync("cy");
        var room = await ada.MakeRoomAsync();
        foreach (var guest in new[] { ben, cy })
        {
            await ada.BringAsync(room, guest);
            await ada.DoAsync(new SetRoleRequest(room, guest.User.Id, RoomRole.Moderator));
        }

        foreach (var target in new[] { ada, cy })
        {
            Assert.Equal(ErrorCode.NotAllowed, await ben.CodeAsync(new RemoveMemberRequest(room, target.User.Id, Ban: true)));
            Assert.Equal(ErrorCode.NotAllowed, await ben.CodeAsync(new MuteRequest(room, target.User.Id, 5)));
        }
        Assert.Equal(ErrorCode.BadRequest, await ben.CodeAsync(new RemoveMemberRequest(room, ben.User.Id)));
        Assert.Equal(3, (await ada.RolesAsync(room)).Count);
        await ada.DoAsync(new RemoveMemberRequest(room, ben.User.Id));
    }

    [Fact]
    public async Task A_mute_holds_at_once_and_ends_by_its_time_or_by_a_word()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(time);
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);

        await ada.DoAsync(new MuteRequest(room, ben.User.Id, 10));
        Assert.Equal(time.GetUtcNow().AddMinutes(10), (await ben.NextAsync<MemberUpdated>()).Member.MutedUntil);
        var refused = await ben.RefusedAsync(new ChatRequest(room, "hm"));
        Assert.Equal((ErrorCode.Muted, 600_000), (refused.Code, refused.RetryAfterMs));
        time.Advance(TimeSpan.FromMinutes(10));
        await ben.ChatAsync("again", room.Value);
        Assert.Null((await ben.JoinAsync(room.Value)).Members.Single(m => m.Name == "ben").MutedUntil);

        await ada.DoAsync(new MuteRequest(room, ben.User.Id, 10));
        await ada.DoAsync(new MuteRequest(room, ben.User.Id, 0));
        await ben.ChatAsync("and again", room.Value);
        Assert.Equal("minutes", (await ada.RefusedAsync(new MuteRequest(room, ben.User.Id, -1))).Field);
        Assert.Equal("minutes", (await ada.RefusedAsync(new MuteRequest(room, ben.User.Id, 525_601))).Field);
    }

    [Fact]
    public async Task Who_leaves_muted_comes_back_muted()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(time);
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);
        await ben.JoinAsync(room.Value);
        await ada.DoAsync(new MuteRequest(room, ben.User.Id, 10));

        await ben.DoAsync(new LeaveRoomRequest(room));
        await ben.JoinAsync(room.Value);
        Assert.Equal(ErrorCode.Muted, await ben.CodeAsync(new ChatRequest(room, "a trick")));

        await ben.DoAsync(new LeaveRoomRequest(room));
        time.Advance(TimeSpan.FromMinutes(11));
        await ben.JoinAsync(room.Value);
        await ben.ChatAsync("at last", room.Value);
    }

    [Fact]
    public async Task A_join_that_a_removal_overtakes_shows_nothing_and_hears_nothing()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var bensPhone = await app.DeviceAsync(ben);
        var room = await ada.MakeRoomAsync();

        for (var i = 0; i < 30; i++)
        {
            await ada.BringAsync(room, ben);
            var removing = ada.DoAsync(new RemoveMemberRequest(room, ben.User.Id));
            await bensPhone.Session.SendAsync(new JoinRoomRequest(room) { Ref = $"j{i}" });
            await removing;
            var answer = await bensPhone.NextAsync<ServerFrame>(f => f.Ref == $"j{i}");
            await bensPhone.EverythingSoFarAsync();
            await ada.ChatAsync($"m{i}", room.Value);

            Assert.DoesNotContain(await bensPhone.EverythingSoFarAsync(), f => f is MessageEvent);
            Assert.True(answer is RoomJoined or ErrorFrame { Code: ErrorCode.NotAMember or ErrorCode.UnknownRoom }, $"{answer}");
            Assert.Equal(ErrorCode.NotAMember, await bensPhone.CodeAsync(new HistoryRequest(room)));
        }
    }

    [Fact]
    public async Task A_join_that_a_private_making_overtakes_either_came_first_or_finds_no_room()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);

        for (var i = 0; i < 20; i++)
        {
            var closing = ada.DoAsync(new UpdateRoomRequest(room, Visibility: Visibility.Private));
            var answer = await eve.AskAsync<ServerFrame>(new JoinRoomRequest(room));
            await closing;

            Assert.Equal(answer is RoomJoined, (await ada.RolesAsync(room)).ContainsKey("eve"));
            Assert.True(answer is RoomJoined or ErrorFrame { Code: ErrorCode.UnknownRoom }, $"{answer}");
            if (answer is RoomJoined) await eve.DoAsync(new LeaveRoomRequest(room));
            await ada.DoAsync(new UpdateRoomRequest(room, Visibility: Visibility.Public));
        }
    }
}
