using Confab.Server.Fanout;
using Confab.Server.Sockets;

namespace Confab.Server.Presence;

/// <summary>What a socket leaves behind when it ends.</summary>
public sealed class Goodbye(IFanout fanout, Typing typing, Online online)
{
    public async Task SayAsync(Connection connection)
    {
        foreach (var room in connection.Rooms) fanout.Unsubscribe(room.Subscription);
        if (connection.User is not { } user) return;
        typing.Forget(connection, user);
        await online.LeaveAsync(user);
    }
}
