using Confab.Bench.Load;
using Confab.Bench.Machine;
using Confab.Bench.Peers;

namespace Confab.Bench.Append;

/// <summary>64 sockets, each in a room of its own, each waiting for its acknowledgement before it posts the next.</summary>
static class SocketWriters
{
    const int Writers = 64;

    public static double Measure(TimeSpan warmUp, TimeSpan time)
    {
        var (server, address) = ChildProcess.Serve(Roles.Confab);
        using var _ = server;
        using var crowd = new Crowd(address, new ConfabWire(countsAcks: true), Writers, membersPerRoom: 1);
        crowd.JoinAll();
        var traffic = new Traffic(crowd, receivers: 1);
        traffic.Run(warmUp);
        traffic.Run(time);
        if (traffic.Owed > 0) throw new LoadFailedException($"{traffic.Owed} posts were never acknowledged");
        return traffic.Measured / time.TotalSeconds;
    }
}
