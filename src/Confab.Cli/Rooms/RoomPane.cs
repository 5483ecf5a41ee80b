using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Client.Rooms;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>One room that one is in: what is known of it, and what of ours is on its way there.</summary>
sealed class RoomPane(RoomId id, Author me, TimeProvider clock)
{
    readonly List<Outgoing> _outgoing = [];

    public RoomState State { get; } = new(id, clock);

    public RoomId Id => id;

    public Author Me => me;

    /// <summary>A direct room is called after the other person. Harmless to a terminal.</summary>
    public string Name => State.Room is { } room ? RoomName.Of(room, me.Id) : SafeText.CleanLine(id.Value);

    /// <summary>With whom one is in a direct room.</summary>
    public Author? Other => State.Room is { } room ? RoomName.Other(room, me.Id) : null;

    public IReadOnlyList<Outgoing> Outgoing => _outgoing;

    public void Apply(ClientEvent heard)
    {
        State.Apply(heard);
        if (_outgoing.Count > 0) _outgoing.RemoveAll(mine => State.Find(mine.Id) is not null);
    }

    public void Send(Outgoing message) => _outgoing.Add(message);

    public void Withdraw(Outgoing message) => _outgoing.Remove(message);
}
