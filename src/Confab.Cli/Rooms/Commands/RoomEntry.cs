using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Brings rooms to the desk: the one that is asked for to be shown, the others that one is in to be heard.</summary>
sealed class RoomEntry(ConfabClient client, RoomDesk desk, Errands errands)
{
    /// <summary>Most rooms that are listened to without having been entered.</summary>
    const int MostHeard = 100;

    public void Enter(RoomId room)
    {
        var pane = desk.Open(room);
        desk.ShowWhenEntered(pane);
        if (pane.State.Room is null) errands.Run(stop => client.JoinAsync(room, stop: stop), refused: () => desk.Close(room));
    }

    /// <summary>The rooms that one is in already.</summary>
    public void HearAll() => errands.Run(async stop =>
    {
        foreach (var room in client.Rooms.Where(room => room.IsMember == true).Take(MostHeard))
        {
            await errands.TellAsync(() => desk.Open(room.Id));
            await JoinAsync(room.Id, stop);
        }
    });

    /// <summary>Of a room that one was brought into by somebody else.</summary>
    public void Note(ClientEvent heard)
    {
        if (heard is not ClientEvent.Heard { Frame: RoomUpdated { Room: { IsMember: true } room } } || desk.Find(room.Id) is not null) return;
        desk.Open(room.Id);
        var name = RoomName.Of(room, client.User.Id);
        errands.Run(async stop =>
        {
            await JoinAsync(room.Id, stop);
            await errands.TellAsync(() => desk.AddNote(room.Kind == RoomKind.Direct ? $"{name} writes to you alone: /join {name}" : $"You are a member of {name} now: /join {name}"));
        });
    }

    async Task JoinAsync(RoomId room, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await client.JoinAsync(room, stop: stop);
                return;
            }
            catch (RequestRefusedException refused) when (refused.IsPassing)
            {
                await Task.Delay(refused.RetryAfter, stop);
            }
            catch (RequestRefusedException)
            {
                // One is out of it meanwhile.
                await errands.TellAsync(() => desk.Close(room));
                return;
            }
        }
    }
}
