using Confab.Protocol;
using Confab.Server.Fanout;

namespace Confab.Server.Sockets;

/// <summary>A room that a socket is in: what it may do there was checked when it joined, and is taken back on removal.</summary>
public sealed class JoinedRoom(Room room, Subscription subscription)
{
    public Room Room => room;

    public Subscription Subscription => subscription;

    /// <summary>Whether the others were told that somebody writes here.</summary>
    public bool IsTyping { get; set; }
}
