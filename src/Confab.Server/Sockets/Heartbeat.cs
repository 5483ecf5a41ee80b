using Confab.Protocol;
using Confab.Server.Messages;

namespace Confab.Server.Sockets;

/// <summary>Finds the sockets that have fallen silent, and tells the others now and then where their rooms are.</summary>
public sealed class Heartbeat(SocketOptions options, ConnectionRegistry connections, AppendLoop log, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var beats = Math.Max(1, (int)(options.Sync / Beat));
        using var timer = new PeriodicTimer(Beat, clock);
        for (var beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
        {
            foreach (var connection in connections.All) Check(connection);
            if (beat % beats == 0) Sync();
        }
    }

    TimeSpan Beat => TimeSpan.FromTicks(Math.Min(options.Heartbeat.Ticks / 4, options.Sync.Ticks));

    void Check(Connection connection)
    {
        var silence = clock.GetElapsedTime(connection.HeardAt);
        if (silence > options.Heartbeat) connection.Close(CloseCode.NoHeartbeat, "nothing was heard from you; reconnect and resume");
        else if (connection.User is null && clock.GetElapsedTime(connection.OpenedAt) > options.HelloDeadline)
            connection.Close(CloseCode.NoHeartbeat, "no hello came; reconnect and say hello");
        else if (silence > options.Heartbeat / 2) connection.Queue.Enqueue(WebSocketFrame.Ping);
    }

    void Sync()
    {
        foreach (var connection in connections.All)
        {
            var revs = connection.Rooms.ToDictionary(r => r.Room.Id, r => log.RevOf(r.Room.Id, r.Room.Rev));
            if (revs.Count > 0) connection.Send(new SyncEvent(revs));
        }
    }
}
