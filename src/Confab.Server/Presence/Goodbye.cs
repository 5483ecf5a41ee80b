using Confab.Server.Fanout;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Presence;

/// <summary>What a socket leaves behind when it ends.</summary>
public sealed class Goodbye(IFanout fanout, Typing typing, Online online, ILogger<Goodbye> logger)
{
    public async Task SayAsync(Connection connection)
    {
        foreach (var room in connection.Rooms) fanout.Unsubscribe(room.Subscription);
        if (connection.User is not { } user) return;
        typing.Forget(connection, user);
        try
        {
            await online.LeaveAsync(connection, user);
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("When {User} left could not be kept: {Why}", user.Id, e.Message);
        }
    }
}
