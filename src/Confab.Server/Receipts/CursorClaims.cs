using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Storage;

namespace Confab.Server.Receipts;

/// <summary>
/// How far members say they have come, until <see cref="ReceiptTeller"/> takes it in: the newest word of each, so that it holds
/// no more than there are cursors of people who are here.
/// </summary>
public sealed class CursorClaims
{
    readonly Lock _gate = new();
    Dictionary<Place, (long Delivered, long Read)> _claims = [];
    HashSet<Place> _changed = [];
    HashSet<Place> _begun = [];

    public Signal Added { get; } = new();

    public void Delivered(RoomId room, UserId member, long seq) => Add(new(room, member, null), seq, 0);

    public void Read(RoomId room, UserId member, long seq, MessageId? thread = null) => Add(new(room, member, thread), seq, seq);

    /// <summary>What a message does to cursors: who writes has read what they write under, and whom it names or follows has more to read.</summary>
    public void Note(Change change, Appended appended)
    {
        if (appended is not { IsNew: true, Message: { } message }) return;
        foreach (var named in appended.Named ?? []) Changed(message.RoomId, named);
        if (change is not NewMessage) return;
        if (appended.Root is not { } root)
        {
            if (message.Author.Kind == AuthorKind.User) Read(message.RoomId, message.Author.Id, message.Seq);
            return;
        }
        // The log has made both take part in the thread, and its author has read it.
        foreach (var author in new[] { root.Author, message.Author })
            if (author.Kind == AuthorKind.User) Changed(message.RoomId, author.Id, root.Id);
    }

    /// <summary>What is left to read for this person has changed otherwise, as by a mention or a new thread: their devices are told anew.</summary>
    public void Changed(RoomId room, UserId user, MessageId? thread = null)
    {
        lock (_gate) _changed.Add(new(room, user, thread));
        Added.Raise();
    }

    /// <summary>Somebody has become a member, and so has a cursor: the room is told where it begins.</summary>
    public void Begun(RoomId room, UserId user)
    {
        lock (_gate) _begun.Add(new(room, user, null));
        Added.Raise();
    }

    internal Taken Take()
    {
        lock (_gate)
        {
            var taken = new Taken(
                [.. _claims.Select(c => new CursorClaim(c.Key.Room, c.Key.Member, c.Value.Delivered, c.Value.Read, c.Key.Thread))], _changed, _begun);
            (_claims, _changed, _begun) = ([], [], []);
            return taken;
        }
    }

    /// <summary>They could not be taken in: they go with the next.</summary>
    internal void Return(IReadOnlyList<CursorClaim> claims)
    {
        foreach (var claim in claims) Put(new(claim.RoomId, claim.MemberId, claim.ThreadId), claim.DeliveredSeq, claim.ReadSeq);
    }

    void Add(Place place, long delivered, long read)
    {
        Put(place, delivered, read);
        Added.Raise();
    }

    void Put(Place place, long delivered, long read)
    {
        lock (_gate)
        {
            var known = _claims.GetValueOrDefault(place);
            _claims[place] = (Math.Max(known.Delivered, delivered), Math.Max(known.Read, read));
        }
    }

    /// <param name="Changed">Whose own devices are told.</param>
    /// <param name="Begun">Whose room is told.</param>
    internal sealed record Taken(IReadOnlyList<CursorClaim> Claims, IReadOnlyCollection<Place> Changed, IReadOnlyCollection<Place> Begun);

    internal readonly record struct Place(RoomId Room, UserId Member, MessageId? Thread);
}
