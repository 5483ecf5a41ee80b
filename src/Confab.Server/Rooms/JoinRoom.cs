using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary>
/// <c>join_room</c>: become a member, listen, and learn what is there. The socket listens first and reads then, so that
/// nothing falls between; see <see cref="Subscription"/>.
/// </summary>
public sealed class JoinRoom(
    IRoomStore rooms, IMessageStore messages, RoomDirectory directory, CreateRoom createRoom, IFanout fanout, RunningReplies replies, TimeProvider clock)
{
    const int MostChanges = 500;

    public async Task<ServerFrame?> HandleAsync(Connection connection, JoinRoomRequest request)
    {
        var user = connection.RequireUser();
        if (request.After < 0) throw new RequestRefused(ErrorCode.BadRequest, "\"after\" is a rev: 0 or more", "after");

        var room = await RequireAsync(request, user, connection.Closed);
        if (await BecomeMemberAsync(room, user)) Announce(room.Id, user);

        var wasHere = connection.Find(room.Id) is not null;
        var subscription = connection.Listen(room, fanout);
        try
        {
            var joined = await ReadAsync(room.Id, request.After, subscription, connection.Closed);
            await RequireStillMemberAsync(room.Id, user, connection);
            subscription.Welcome(joined with { Ref = request.Ref });
        }
        catch
        {
            if (wasHere && connection.Find(room.Id)?.Subscription == subscription) subscription.Release();
            else if (connection.Remove(room.Id) is { } unheard) fanout.Unsubscribe(unheard.Subscription);
            throw;
        }
        return null;
    }

    async Task<Room> RequireAsync(JoinRoomRequest request, Author user, CancellationToken stop)
    {
        if (await rooms.FindAsync(request.RoomId, stop) is { } room)
        {
            if (room.Visibility == Visibility.Public || await rooms.IsParticipantAsync(room.Id, user.Id, stop)) return room;
        }
        else if (request.Create == true)
        {
            return await createRoom.MakeAsync(request.RoomId, request.RoomId.Value, Visibility.Public, AssistantMode.Mention, user.Id);
        }
        throw new RequestRefused(ErrorCode.UnknownRoom, $"there is no room \"{request.RoomId}\"; list_rooms shows those you may join", "roomId");
    }

    async Task<bool> BecomeMemberAsync(Room room, Author user) =>
        !await rooms.IsParticipantAsync(room.Id, user.Id, CancellationToken.None)
        && await rooms.AddParticipantAsync(room.Id, user.Id, clock.GetUtcNow());

    void Announce(RoomId room, Author user) => fanout.PublishUnlessCrowded(
        room, EncodedEvent.Of(new UserJoined(room, new Member(user.Id, user.Name, AuthorKind.User, PresenceStatus.Online))));

    /// <summary>They may have left by another device before this socket listened, and then nobody would take its ear away; nor may they see what was read since.</summary>
    async Task RequireStillMemberAsync(RoomId room, Author user, Connection connection)
    {
        if (await rooms.IsParticipantAsync(room, user.Id, connection.Closed)) return;
        if (connection.Remove(room) is { } joined) fanout.Unsubscribe(joined.Subscription);
        throw new RequestRefused(ErrorCode.NotAMember, $"you have left the room \"{room}\" meanwhile", "roomId");
    }

    async Task<RoomJoined> ReadAsync(RoomId id, long? after, Subscription subscription, CancellationToken stop)
    {
        // Before the page, so that the room never claims a rev that the page does not hold.
        var room = await rooms.FindAsync(id, stop) ?? throw new RequestRefused(ErrorCode.UnknownRoom, $"the room \"{id}\" is gone", "roomId");
        var members = await directory.ReadMembersAsync(id, stop);
        var page = after is { } rev
            ? await messages.ReadChangesAsync(id, rev, MostChanges, stop)
            : await messages.ReadPageAsync(id, beforeSeq: null, Limits.DefaultPage, stop);
        subscription.MarkStreams();
        return new RoomJoined(room, members, page.Messages, page.Rev, page.HasMore, replies.In(id));
    }
}
