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
    IRoomStore rooms, RoomAccess access, RoomChanges changes, RoomDirectory directory, CreateRoom createRoom, IFanout fanout, RunningReplies replies,
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
        var there = await rooms.FindStandingAsync(request.RoomId, user.Id, stop);
        if (there is null && request.Create == true)
        {
            await createRoom.MakeForAllAsync(request.RoomId, user.Id);
            there = await rooms.FindStandingAsync(request.RoomId, user.Id, stop);
        }
        if (there is null) throw new RequestRefused(RoomRights.Unknown(request.RoomId));
        access.Require(there, RoomRight.Join);
        if (there.Standing is not null) return there;
        return await changes.JoinAsync(request.RoomId, user.Id) ?? await access.RequireAsync(user.Id, request.RoomId, RoomRight.Read, stop);
    }

    async Task<RoomJoined> ReadAsync(Connection connection, Author user, Room before, long? after, Subscription subscription)
    {
        var id = before.Id;
        var query = new ViewQuery(after, MostChanges, Limits.DefaultPage, RoomDirectory.MostListed, receipts.ForemostFor(user.Id, before));
        // They may have been taken out before this socket listened, and then nobody would take its ear away.
        var view = await rooms.ReadViewAsync(id, user.Id, query, connection.Closed) ?? throw TakenOut(id);
        connection.Find(id)?.Update(view.Room, view.Standing);
        var room = view.Room with { IsMember = true, Role = view.Standing.Role, Unread = view.Unread.Unread, Mentions = view.Unread.Mentions };
        var members = directory.Members(view.Room, view.People);
        subscription.MarkStreams();
        return new RoomJoined(
            room, members, view.Page.Messages, view.Page.Rev, view.Page.HasMore, replies.In(id), receipts.Present(room, view.Cursors), view.Threads, suggestions.In(id, view.Page.Messages));
    }

    static RequestRefused TakenOut(RoomId room) => new(ErrorCode.NotAMember, $"you are not in the room \"{room}\" any more", "roomId");
}
