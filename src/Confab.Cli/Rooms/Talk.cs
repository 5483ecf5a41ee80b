using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>A room, or one thread of it: what is said there, in order.</summary>
sealed class Talk(RoomPane pane, MessageId? thread = null)
{
    readonly SortedList<long, Message> _ofThread = [];

    public RoomPane Pane => pane;

    /// <summary>The message in whose thread it is; null for the room itself.</summary>
    public MessageId? Thread => thread;

    /// <summary>The message it hangs on, once that is known.</summary>
    public Message? Root { get; private set; }

    /// <summary>The newest first.</summary>
    public IEnumerable<Message> Backwards
    {
        get
        {
            var messages = thread is null ? pane.State.Messages : _ofThread.Values;
            for (var i = messages.Count - 1; i >= 0; i--)
                if (Has(messages[i])) yield return messages[i];
        }
    }

    public Message? Newest => Backwards.FirstOrDefault();

    public Message? Find(long seq) => (thread is null ? pane.State.Find(seq) : _ofThread.GetValueOrDefault(seq)) is { } found && Has(found) ? found : null;

    /// <summary>For a thread: what was read of it, and what is heard since.</summary>
    public void Put(Message message)
    {
        if (thread is null || !Has(message) || _ofThread.TryGetValue(message.Seq, out var known) && known.Rev > message.Rev) return;
        _ofThread[message.Seq] = message;
        if (message.Id == thread) Root = message;
    }

    bool Has(Message message) => thread is null ? message.ThreadId is null : message.ThreadId == thread || message.Id == thread;
}
