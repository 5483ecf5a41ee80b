using Confab.Server;
using Confab.Server.Sockets;

namespace Confab.Bench.Peers;

/// <summary>Confab as an operator runs it, durable with every commit synced; only the limit on how fast one person may post is off.</summary>
static class ConfabPeer
{
    public static Task RunAsync(string dataFolder) =>
        Server.RunAsync(ConfabServer.Build(new ServerOptions { Port = 0, DataFolder = dataFolder, Sockets = new SocketOptions().WithoutRateLimits() }));
}
