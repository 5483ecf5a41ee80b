using Confab.Bench.Load;
using Confab.Bench.Machine;
using Confab.Bench.Peers;

namespace Confab.Bench.Idle;

/// <param name="Arriving">Joins a second of people who come for the first time.</param>
/// <param name="Returning">Joins a second of the same people after all were cut off at once.</param>
/// <param name="BytesEach">Memory of the server per joined connection that says nothing.</param>
/// <param name="Cores">Of processor time while nobody says anything.</param>
sealed record IdleTrial(double Arriving, double Returning, double BytesEach, double Cores)
{
    static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(10);

    public static IdleTrial Of(string role, int connections, int rooms)
    {
        var (server, address) = ChildProcess.Serve(role);
        using var _ = server;
        WarmUp(role, address);
        var before = ResidentMemory.BytesOf(server.Id);
        using var crowd = new Crowd(address, WireOf(role), rooms, connections / rooms);
        var arriving = crowd.Members.Count / crowd.JoinAll().TotalSeconds;
        Settle(crowd);
        crowd.CutAll();
        Settle(crowd);
        var returning = crowd.Members.Count / crowd.JoinAll().TotalSeconds;
        Settle(crowd);
        var idle = Usage.While(server.Id, () => crowd.Wait(s_quiet));
        return new IdleTrial(arriving, returning, (double)(ResidentMemory.BytesOf(server.Id) - before) / crowd.Members.Count, idle.ServerCores);
    }

    // So that neither the just-in-time compiler nor its memory is measured.
    static void WarmUp(string role, Uri address)
    {
        using var crowd = new Crowd(address, WireOf(role), rooms: 10, membersPerRoom: 50);
        for (var i = 0; i < 4; i++)
        {
            crowd.JoinAll();
            crowd.CutAll();
            Settle(crowd);
        }
    }

    static void Settle(Crowd crowd) => crowd.Settle(TimeSpan.FromSeconds(1));

    static IWire WireOf(string role) => role == Roles.Confab ? new ConfabWire() : new BroadcastWire();
}
