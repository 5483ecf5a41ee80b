using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Client.Rooms;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>One room as the terminal shows it: its state, what of it has been printed, and what is on its way there.</summary>
sealed class RoomPane(RoomId id, TimeProvider clock)
{
    readonly List<Outgoing> _outgoing = [];
    readonly Transcript _transcript = new();
    long _printed;

    public RoomState State { get; } = new(id, clock);

    public RoomId Id => id;

    public string Name => State.Room?.Name ?? id.Value;

    public IReadOnlyList<Outgoing> Outgoing => _outgoing;

    /// <summary>Messages that arrived and were not printed, because another room is shown.</summary>
    public int Unread => State.Messages.Count(message => message.Seq > _printed);

    public void Apply(ClientEvent heard)
    {
        State.Apply(heard);
        // A server that went back to an older copy of its data numbers on from there: those messages are new.
        if (heard is ClientEvent.Entered { After: null, Answer: var joined } && joined.Room.Id == id) _printed = Math.Min(_printed, joined.NewestSeq());
        _outgoing.RemoveAll(mine => State.Messages.Any(message => message.Id == mine.Id));
    }

    public void Send(Outgoing message) => _outgoing.Add(message);

    public void Withdraw(Outgoing message) => _outgoing.Remove(message);

    /// <summary>
    /// The rows of what is new. Messages are printed in order and once, so after a gap the missing ones are waited for:
    /// the connection is catching up with them.
    /// </summary>
    public IEnumerable<string> Print(int width)
    {
        foreach (var message in State.Messages)
        {
            if (message.Seq <= _printed) continue;
            if (message.Seq > _printed + 1 && _printed > 0 && State.NeedsRejoin) yield break;
            _printed = message.Seq;
            foreach (var row in _transcript.Rows(message, width)) yield return row;
        }
    }

    /// <summary>What was already printed, once more: for a page of history that one asked for.</summary>
    public static IEnumerable<string> PrintOlder(IEnumerable<Message> messages, int width)
    {
        var transcript = new Transcript();
        return messages.SelectMany(message => transcript.Rows(message, width));
    }

    /// <summary>Something else was printed in between: the next message names its author again.</summary>
    public void Interrupt() => _transcript.Interrupt();

    /// <summary>What is being said right now.</summary>
    public IEnumerable<IReadOnlyList<string>> Live(int width)
    {
        foreach (var reply in State.Replies) yield return [ReplyHeader.Of(reply), .. Speech.Body(reply.Text, width)];
    }
}
