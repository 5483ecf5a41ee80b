using Confab.Protocol;

namespace Confab.Client;

/// <summary>What a client hears, in the order in which it happened.</summary>
public abstract record ClientEvent
{
    private ClientEvent()
    {
    }

    /// <summary>
    /// An event of the server. Answers that belong among the events, a page of history and the start of a stream of
    /// one's own, come here too, at their place.
    /// </summary>
    public sealed record Heard(ServerFrame Frame) : ClientEvent;

    /// <summary>A room was joined, or caught up with after a gap.</summary>
    /// <param name="Answer">What the server said.</param>
    /// <param name="After">The rev that was known before; null for a fresh start.</param>
    public sealed record Entered(RoomJoined Answer, long? After) : ClientEvent;

    /// <summary>A room that had been joined is closed to us now.</summary>
    public sealed record Shut(RoomId RoomId, string Why) : ClientEvent;

    /// <summary>The connection changed its state.</summary>
    public sealed record Changed(ConnectionState State) : ClientEvent;
}
