using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;

namespace Confab.Server.Assistants;

/// <summary>Tells the rooms that somebody listens to when an assistant of theirs looks different, is gone or is back.</summary>
public sealed class AssistantNews(AssistantList list, ConnectionRegistry connections, IFanout fanout) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        list.Changed += Tell;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        list.Changed -= Tell;
        return Task.CompletedTask;
    }

    void Tell(AssistantList now, IReadOnlyList<Assistant> before)
    {
        foreach (var room in connections.All.SelectMany(c => c.Rooms).Select(j => j.Room).DistinctBy(r => r.Id))
            foreach (var news in Differences(room.Id, AssistantList.In(room, before), now.In(room))) fanout.Publish(room.Id, EncodedEvent.Of(news));
    }

    static IEnumerable<ServerFrame> Differences(RoomId room, IReadOnlyList<Assistant> before, IReadOnlyList<Assistant> now)
    {
        foreach (var old in before)
            if (now.FirstOrDefault(a => a.Id == old.Id) is not { } same) yield return new UserLeft(room, old.Author);
            else if (same.Member != old.Member) yield return new MemberUpdated(room, same.Member);
        foreach (var one in now)
            if (before.All(a => a.Id != one.Id)) yield return new UserJoined(room, one.Member);
    }
}
