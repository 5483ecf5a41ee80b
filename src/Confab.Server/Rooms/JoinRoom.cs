using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Presence;
using Confab.Server.Receipts;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary>
/// <c>join_room</c>: become a member, listen, and learn what is there. The socket listens first and reads then, so that
/// nothing falls between; see <see cref="Subscription"/>.
/// </summary>
public sealed class JoinRoom(
    IRoomStore rooms, RoomAccess access, IMessageStore messages, RoomDirectory directory, CreateRoom createRoom, IFanout fanout, RunningReplies replies,
    RoomReceipts receipts, CursorClaims cursors, Online online, TimeProvider clock)
{
    const int MostChanges = 500;

    public async Task<ServerFrame?> HandleAsync(Connection connection, JoinRoomRequest request)
    {
        var user = connection.RequireUser();
        if (request.After < 0) throw new RequestRefused(ErrorCode.BadRequest, "\"after\" is a rev: 0 or more", "after");

        var there = await RequireAsync(request, user, connection.Closed);
        var room = there.Room;
        if (there.Standing is null && await rooms.AddParticipantAsync(room.Id, user.Id, clock.GetUtcNow())) Announce(room.Id, user);

        var wasHere = connection.Find(room.Id) is not null;
        var subscription = connection.Listen(there, fanout);
        try
        {
            var joined = await ReadAsync(room.Id, user.Id, request.After, subscription, connection.Closed);
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

    async Task<RoomStanding> RequireAsync(JoinRoomRequest request, Author user, CancellationToken stop)
    {
        if (request.Create == true && await rooms.FindAsync(request.RoomId, stop) is null)
            await createRoom.MakeAsync(request.RoomId, request.RoomId.Value, Visibility.Public, AssistantMode.Mention, user.Id);
        return await access.RequireAsync(user.Id, request.RoomId, RoomRight.Join, stop);
    }

    void Announce(RoomId room, Author user)
    {
        fanout.PublishUnlessCrowded(room, EncodedEvent.Of(new UserJoined(room, online.Show(user.Id, user.Name, clock.GetUtcNow()))));
        cursors.Begun(room, user.Id);
    }

    /// <summary>They may have left by another device before this socket listened, and then nobody would take its ear away; nor may they see what was read since.</summary>
    async Task RequireStillMemberAsync(RoomId room, Author user, Connection connection)
    {
        if (await rooms.FindStandingAsync(room, user.Id, connection.Closed) is { Standing: not null } there)
        {
            connection.Find(room)?.Update(there.Room, there.Standing);
            return;
        }
        if (connection.Remove(room) is { } joined) fanout.Unsubscribe(joined.Subscription);
        throw new RequestRefused(ErrorCode.NotAMember, $"you have left the room \"{room}\" meanwhile", "roomId");
    }

    async Task<RoomJoined> ReadAsync(RoomId id, UserId user, long? after, Subscription subscription, CancellationToken stop)
    {
        // Before the page, so that the room never claims a rev that the page does not hold.
        var room = await rooms.FindAsync(id, stop) ?? throw new RequestRefused(ErrorCode.UnknownRoom, $"the room \"{id}\" is gone", "roomId");
        var members = await directory.ReadMembersAsync(id, stop);
        var page = after is { } rev
            ? await messages.ReadChangesAsync(id, rev, MostChanges, stop)
            : await messages.ReadPageAsync(id, beforeSeq: null, Limits.DefaultPage, stop);
        var counted = await receipts.CountUnreadAsync(user, [room], stop);
        var farthest = await receipts.ReadCursorsAsync(id, user, stop);
        var threads = await receipts.ReadThreadsAsync(room, user, stop);
        subscription.MarkStreams();
        return new RoomJoined(counted[0], members, page.Messages, page.Rev, page.HasMore, replies.In(id), farthest, threads);
    }
}
