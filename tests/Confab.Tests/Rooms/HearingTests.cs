using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Replies;
using Confab.Tests.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

/// <summary>Everything that can happen in a private room, heard by a member and by nobody else.</summary>
public class HearingTests
{
    /// <summary>Events that are not of a room, or come by the clock: nothing of the room is in them either.</summary>
    static readonly Type[] OfNoRoom = [typeof(SyncEvent), typeof(PresenceEvent)];

    /// <summary>Events that the scripted model cannot make: the built-in agent does.</summary>
    static readonly Type[] OfTheAgent = [typeof(SuggestionsEvent)];

    [Fact]
    public async Task Strangers_former_members_and_those_removed_or_banned_hear_nothing_of_what_members_hear()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", model, callsTools: true)],
            Replies = new ReplyOptions { Gather = TimeSpan.Zero, Progress = TimeSpan.Zero },
        });
        await using var ada = await app.PersonAsync("ada");
        await using var member = await app.PersonAsync("member");
        await using var stranger = await app.PersonAsync("stranger");
        await using var former = await app.PersonAsync("former");
        await using var removed = await app.PersonAsync("removed");
        await using var banned = await app.PersonAsync("banned");
        var room = await ada.MakeRoomAsync();
        foreach (var guest in new[] { member, former, removed, banned }) await ada.BringAsync(room, guest);
        await former.DoAsync(new LeaveRoomRequest(room));
        await ada.DoAsync(new RemoveMemberRequest(room, removed.User.Id));
        await ada.DoAsync(new RemoveMemberRequest(room, banned.User.Id, Ban: true));
        TestSocket[] others = [stranger, former, removed, banned];
        foreach (var socket in others.Append(member)) await socket.EverythingSoFarAsync();

        await LiveAsync(app, ada, room, model);

        var heard = await member.EverythingSoFarAsync();
        Assert.Empty(Events().Except(heard.Select(f => f.GetType())).Except(OfNoRoom).Except(OfTheAgent));
        foreach (var socket in others)
            Assert.DoesNotContain(await socket.EverythingSoFarAsync(), f => f is not PresenceEvent || Says(f, room.Value));
    }

    [Fact]
    public async Task Suggestions_are_for_those_who_are_in_the_room()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var stranger = await app.PersonAsync("stranger");
        await using var removed = await app.PersonAsync("removed");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, removed);
        await ada.DoAsync(new RemoveMemberRequest(room, removed.User.Id));
        await removed.EverythingSoFarAsync();

        await ada.ChatAsync("@AIBot what is python?", room.Value);

        await ada.NextAsync<SuggestionsEvent>();
        foreach (var socket in new[] { stranger, removed }) Assert.DoesNotContain(await socket.EverythingSoFarAsync(), f => f is not PresenceEvent);
    }

    static async Task LiveAsync(ChatApplication app, TestSocket ada, RoomId room, ScriptedModel model)
    {
        await using var guest = await app.PersonAsync("guest");
        await ada.BringAsync(room, guest);
        await guest.DoAsync(new TypingRequest(room, true));
        var message = (await guest.ChatAsync("hello", room.Value)).MessageId;
        await guest.AskAsync<Ack>(new EditMessageRequest(message, "hello!"));
        await ada.AskAsync<Ack>(new ReactRequest(message, "👍", true));
        await ada.AskAsync<Ack>(new ChatRequest(room, "in the thread", ThreadId: message));
        await ada.AskAsync<Ack>(new DeleteMessageRequest(message));
        await ada.ChatAsync("@AIBot one", room.Value);
        var first = (await model.NextAsync()).Say("one ");
        await ada.ChatAsync("@AIBot two", room.Value);
        await ada.NextAsync<StreamQueued>();
        first.Say("more").Finish();
        (await model.NextAsync()).Call("time");
        (await model.NextAsync()).Say("two").Finish();
        await ada.NextAsync<MessageEvent>(m => m.Message.Content == "two");
        await ada.AskAsync<Ack>(new ClearRequest(room));
        await ada.DoAsync(new ReadRequest(room, 3));
        await ada.NextAsync<ReceiptEvent>(r => r.MemberId == ada.User.Id && r.ReadSeq >= 3);
        await ada.DoAsync(new SetRoleRequest(room, guest.User.Id, RoomRole.Moderator));
        await ada.DoAsync(new SetRoleRequest(room, guest.User.Id, RoomRole.Member));
        await ada.DoAsync(new MuteRequest(room, guest.User.Id, 1));
        await ada.DoAsync(new UpdateRoomRequest(room, Topic: "among us"));
        await ada.DoAsync(new RemoveMemberRequest(room, guest.User.Id));
        await ada.DoAsync(new DeleteRoomRequest(room));
    }

    static IEnumerable<Type> Events() => WireTests.Derived(typeof(ServerFrame)).Where(type => type.Name.EndsWith("Event", StringComparison.Ordinal) || type.Name.StartsWith("Stream", StringComparison.Ordinal)
        || type == typeof(UserJoined) || type == typeof(UserLeft) || type == typeof(RoomUpdated) || type == typeof(RoomDeleted) || type == typeof(MemberUpdated));

    static bool Says(ServerFrame frame, string what) => JsonSerializer.Serialize(frame, WireJson.Options).Contains(what, StringComparison.Ordinal);
}
