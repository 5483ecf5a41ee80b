using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>Joins a room again with what is known of it, until nothing is missing.</summary>
sealed class CatchUp(JoinedRooms rooms, EventQueue events, ConfabClientOptions options)
{
    /// <summary>Every room, in the order in which they were joined: for a new connection. One that the server fails to serve does not keep the others waiting.</summary>
    public async Task AllAsync(Link link, CancellationToken stop)
    {
        foreach (var room in rooms.LoseAll())
            if (!await IsCaughtUpAsync(link, room, stop).ConfigureAwait(false)) rooms.AskAgain(room);
    }

    /// <summary>Each room in which something turns out to be missing, for as long as the link lives.</summary>
    public async Task WhenBehindAsync(Link link, CancellationToken stop)
    {
        var failed = 0;
        await foreach (var room in rooms.BehindAsync(stop).ConfigureAwait(false))
        {
            if (await IsCaughtUpAsync(link, room, stop).ConfigureAwait(false))
            {
                failed = 0;
                continue;
            }
            await Task.Delay(Backoff.Delay(++failed, options.Random()), options.Clock, stop).ConfigureAwait(false);
            rooms.AskAgain(room);
        }
    }

    /// <returns>False when the server failed; it may do better later.</returns>
    async Task<bool> IsCaughtUpAsync(Link link, RoomId room, CancellationToken stop)
    {
        while (rooms.IsBehind(room, out var rev))
        {
            try
            {
                // The answer moves the room's position while it is read, in its order among the events.
                await link.AskAsync<RoomJoined>(new JoinRoomRequest(room, rev), stop).ConfigureAwait(false);
            }
            catch (RequestRefusedException refused) when (refused.IsPassing)
            {
                await Task.Delay(refused.RetryAfter, options.Clock, stop).ConfigureAwait(false);
            }
            catch (RequestRefusedException refused) when (refused.Error.Code is ErrorCode.UnknownRoom or ErrorCode.NotAMember)
            {
                if (rooms.Leave(room)) await events.WriteAsync(new ClientEvent.Shut(room, refused.Message), stop).ConfigureAwait(false);
            }
            catch (RequestRefusedException)
            {
                return false;
            }
        }
        return true;
    }
}
