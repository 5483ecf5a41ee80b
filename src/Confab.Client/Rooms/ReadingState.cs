using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>
/// How far the members of one room have come, and what is left to read oneself: what the server counted up to some message, and
/// what has come after that one.
/// </summary>
sealed class ReadingState
{
    readonly Dictionary<UserId, Cursor> _cursors = [];
    readonly Dictionary<MessageId, (FollowedThread Told, long UpTo)> _threads = [];
    int _unread;
    long _upTo;

    public IReadOnlyCollection<Cursor> Cursors => _cursors.Values;

    public int Mentions { get; private set; }

    public int Unread(IList<Message> messages) => _unread + After(messages, _upTo).Count(m => m.ThreadId is null && m.Author.Kind != AuthorKind.System);

    public IReadOnlyList<FollowedThread> Threads(IList<Message> messages) =>
        [.. _threads.Values.Select(t => t.Told with { Unread = t.Told.Unread + After(messages, t.UpTo).Count(m => m.ThreadId == t.Told.ThreadId && m.DeletedAt is null) })];

    public void Enter(RoomJoined joined)
    {
        _cursors.Clear();
        foreach (var cursor in joined.Receipts ?? []) _cursors[cursor.MemberId] = cursor;
        _threads.Clear();
        foreach (var thread in joined.Threads ?? []) _threads[thread.ThreadId] = (thread, joined.Room.Seq);
        (_unread, Mentions, _upTo) = (joined.Room.Unread ?? 0, joined.Room.Mentions ?? 0, joined.Room.Seq);
    }

    public void Take(ReceiptEvent receipt)
    {
        var known = _cursors.GetValueOrDefault(receipt.MemberId);
        _cursors[receipt.MemberId] = new(receipt.MemberId, Math.Max(receipt.DeliveredSeq, known?.DeliveredSeq ?? 0), Math.Max(receipt.ReadSeq, known?.ReadSeq ?? 0));
        if (receipt.Seq is not { } upTo || upTo < _upTo) return;
        (_unread, Mentions, _upTo) = (receipt.Unread ?? 0, receipt.Mentions ?? 0, upTo);
        if (receipt.Thread is { } thread) _threads[thread.ThreadId] = (thread, upTo);
    }

    public void Forget(UserId member) => _cursors.Remove(member);

    static IEnumerable<Message> After(IList<Message> messages, long seq)
    {
        for (var i = messages.Count - 1; i >= 0 && messages[i].Seq > seq; i--) yield return messages[i];
    }
}
