using Confab.Client.Rooms;
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

    /// <summary>Where several stand in one place, which is shown. In a thread variants begin no branches.</summary>
    public Branches Branches => thread is null ? pane.State.Branches : Branches.Of(_ofThread.Values, isChat: false, pane.State.Chosen);

    /// <summary>What is shown, with its place, the newest first.</summary>
    public IEnumerable<KeyValuePair<long, Message>> Places
    {
        get
        {
            var places = Branches.Places;
            for (var i = places.Count - 1; i >= 0; i--)
                if (Has(places[i].Value)) yield return places[i];
        }
    }

    /// <summary>What is shown, the newest first.</summary>
    public IEnumerable<Message> Backwards => Places.Select(place => place.Value);

    /// <summary>Everything that was said, shown or not, the newest first.</summary>
    public IEnumerable<Message> Said
    {
        get
        {
            var messages = thread is null ? pane.State.Messages : _ofThread.Values;
            for (var i = messages.Count - 1; i >= 0; i--)
                if (Has(messages[i])) yield return messages[i];
        }
    }

    /// <summary>In a chat, on another branch than the newest: the message that what is written now follows.</summary>
    public MessageId? After => IsChat && Backwards.FirstOrDefault() is { } last && Said.First().Id != last.Id ? last.Id : null;

    public bool IsChat => thread is null && pane.State.Room?.Kind == RoomKind.Chat;

    public Message? Find(long seq) => (thread is null ? pane.State.Find(seq) : _ofThread.GetValueOrDefault(seq)) is { } found && Has(found) ? found : null;

    /// <summary>What is shown where this message stands: in a chat itself or nothing, elsewhere one of those in its place.</summary>
    public Message? Shown(long seq)
    {
        if (Find(seq) is not { } message) return null;
        var branches = Branches;
        return branches.At(IsChat ? seq : branches.VariantsOf(message)[0].Seq);
    }

    /// <summary>For a thread: what was read of it, and what is heard since.</summary>
    public void Put(Message message)
    {
        if (thread is null || !Has(message) || _ofThread.TryGetValue(message.Seq, out var known) && known.Rev > message.Rev) return;
        _ofThread[message.Seq] = message;
        if (message.Id == thread) Root = message;
    }

    bool Has(Message message) => thread is null ? message.ThreadId is null : message.ThreadId == thread || message.Id == thread;
}
