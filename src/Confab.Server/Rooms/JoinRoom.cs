using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Receipts;
using Confab.Server.Replies;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Confab.Server.Suggestions;

namespace Confab.Server.Rooms;

/// <summary>
/// <c>join_room</c>: become a member, listen, and learn what is there. The socket listens first and reads then, so that
/// nothing falls between; see <see cref="Subscription"/>.
/// </summary>
public sealed class JoinRoom(
    IRoomStore rooms, RoomAccess access, RoomChanges changes, IMessageStore messages, RoomDirectory directory, CreateRoom createRoom, IFanout fanout, RunningReplies replies,
    RoomReceipts receipts, SuggestionBoard suggestions)
{
    const int MostChanges = 500;

    public async Task<ServerFrame?> HandleAsync(Connection connection, JoinRoomRequest request)
    {
        var user = connection.RequireUser();
        if (request.After < 0) throw new RequestRefused(ErrorCode.BadRequest, "\"after\" is a rev: 0 or more", "after");

        var there = await EnterAsync(request, user, connection.Closed);
        var wasHere = connection.Find(request.RoomId) is not null;
        var subscription = connection.Listen(there, fanout);
        try
        {
            var joined = await ReadAsync(connection, user, there.Room, request.After, subscription);
            if (!subscription.Welcome(joined with { Ref = request.Ref })) throw TakenOut(request.RoomId);
        }
        catch
        {
            if (wasHere && connection.Find(request.RoomId)?.Subscription == subscription) subscription.Release();
            else connection.StopListening(request.RoomId, fanout);
            throw;
        }
        return null;
    }

    async Task<RoomStanding> EnterAsync(JoinRoomRequest request, Author user, CancellationToken stop)
    {
        if (request.Create == true && await rooms.FindAsync(request.RoomId, stop) is null) await createRoom.MakeForAllAsync(request.RoomId, user.Id);
        var there = await access.RequireAsync(user.Id, request.RoomId, RoomRight.Join, stop);
        if (there.Standing is not null) return there;
        return await changes.JoinAsync(request.RoomId, user.Id) ?? await access.RequireAsync(user.Id, request.RoomId, RoomRight.Read, stop);
    }

    async Task<RoomJoined> ReadAsync(Connection connection, Author user, Room before, long? after, Subscription subscription)
    {
        var (id, stop) = (before.Id, connection.Closed);
        var page = after is { } rev
            ? await messages.ReadChangesAsync(id, rev, MostChanges, stop)
            : await messages.ReadPageAsync(id, beforeSeq: null, Limits.DefaultPage, stop);
        var counted = (await receipts.CountUnreadAsync(user.Id, [before with { IsMember = true }], stop))[0];
        var farthest = await receipts.ReadCursorsAsync(before, user.Id, stop);
        var threads = await receipts.ReadThreadsAsync(before, user.Id, stop);
        // Last of all: they may have been taken out before this socket listened, and then nobody would take its ear away; nor
        // may they see what was read since.
        if (await rooms.ReadAsync(id, user.Id, RoomDirectory.MostListed, stop) is not ({ Standing: { } standing } there, var people)) throw TakenOut(id);
        connection.Find(id)?.Update(there.Room, standing);
        // The seq and rev from before the page, so that the room never claims what the page does not hold.
        var room = there.Room with { Seq = before.Seq, Rev = before.Rev, IsMember = true, Role = standing.Role, Unread = counted.Unread, Mentions = counted.Mentions };
        var members = directory.Members(there.Room, people);
        subscription.MarkStreams();
        return new RoomJoined(room, members, page.Messages, page.Rev, page.HasMore, replies.In(id), farthest, threads, suggestions.In(id, page.Messages));
    }

    static RequestRefused TakenOut(RoomId room) => new(ErrorCode.NotAMember, $"you are not in the room \"{room}\" any more", "roomId");
}
