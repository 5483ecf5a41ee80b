using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>
/// Which messages are on the screen, where several stand in one place: one variant of each place, chosen or else the newest that was
/// not deleted. In a chat with an assistant a variant begins a branch: a message follows the one before it, or the one that it names,
/// or, being a variant, what the first in its place follows; it is on the screen when it is the chosen variant and the message it
/// follows is. Elsewhere the chosen variant takes the place of the first.
/// </summary>
public sealed class Branches
{
    readonly Dictionary<MessageId, List<Message>> _variants = [];
    readonly SortedList<long, Message> _places = [];

    Branches()
    {
    }

    /// <summary>What is on the screen, by place: the seq of the first in it, in a chat the message's own.</summary>
    public IReadOnlyList<KeyValuePair<long, Message>> Places { get; private set; } = [];

    /// <summary>What is on the screen in the place of this seq, if anything is.</summary>
    public Message? At(long place) => _places.GetValueOrDefault(place);

    /// <summary>The messages that stand in one place with this one, itself among them, the oldest first.</summary>
    public IReadOnlyList<Message> VariantsOf(Message message) => _variants.TryGetValue(PlaceOf(message), out var all) ? all : [message];

    /// <param name="messages">By seq, as far as they are known; what is said in threads stands beside the branches.</param>
    /// <param name="isChat">Whether variants begin branches.</param>
    /// <param name="chosen">By the first in its place.</param>
    public static Branches Of(IList<Message> messages, bool isChat, IReadOnlyDictionary<MessageId, MessageId> chosen)
    {
        var branches = new Branches();
        foreach (var message in messages.Where(message => message.VariantOf is not null)) branches.Gather(message);
        if (branches._variants.Count > 0)
            foreach (var first in messages.Where(message => branches._variants.ContainsKey(message.Id))) branches._variants[first.Id].Insert(0, first);
        if (isChat) branches.Follow(messages, chosen);
        else branches.Stand(messages, chosen);
        branches.Places = [.. branches._places];
        return branches;
    }

    void Gather(Message variant)
    {
        if (!_variants.TryGetValue(PlaceOf(variant), out var all)) _variants[PlaceOf(variant)] = all = [];
        all.Add(variant);
    }

    // Seqs grow along a branch, so what a message follows was looked at before it. What is further back than all here is on the screen.
    void Follow(IList<Message> messages, IReadOnlyDictionary<MessageId, MessageId> chosen)
    {
        var follows = new Dictionary<MessageId, MessageId?>();
        var hidden = new HashSet<MessageId>();
        MessageId? before = null;
        foreach (var message in messages)
        {
            if (message.ThreadId is not null)
            {
                _places.Add(message.Seq, message);
                continue;
            }
            var after = message.AfterId ?? (message.VariantOf is { } first ? follows.GetValueOrDefault(first) : before);
            follows[message.Id] = after;
            before = message.Id;
            if (Chosen(message, chosen).Id == message.Id && !(after is { } one && hidden.Contains(one))) _places.Add(message.Seq, message);
            else hidden.Add(message.Id);
        }
    }

    void Stand(IList<Message> messages, IReadOnlyDictionary<MessageId, MessageId> chosen)
    {
        foreach (var message in messages)
            if (!_variants.TryGetValue(PlaceOf(message), out var all)) _places.Add(message.Seq, message);
            else if (all[0].Id == message.Id) _places.Add(message.Seq, Chosen(message, chosen));
    }

    Message Chosen(Message message, IReadOnlyDictionary<MessageId, MessageId> chosen)
    {
        if (!_variants.TryGetValue(PlaceOf(message), out var all)) return message;
        var wanted = chosen.TryGetValue(PlaceOf(message), out var id) ? all.Find(variant => variant.Id == id) : null;
        return wanted ?? all.FindLast(variant => variant.DeletedAt is null) ?? all[0];
    }

    static MessageId PlaceOf(Message message) => message.VariantOf ?? message.Id;
}
