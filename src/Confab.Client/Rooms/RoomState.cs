using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>
/// One room as its events tell it: feed it everything that <see cref="ConfabClient.Events"/> brings and read it between
/// two events. State plus events is what a fresh join would show. For one thread.
/// </summary>
/// <param name="id">The room.</param>
/// <param name="clock">For the members who are writing.</param>
/// <param name="capacity">Most messages kept; the oldest make way and can be read again as history.</param>
public sealed class RoomState(RoomId id, TimeProvider? clock = null, int capacity = 5000)
{
    readonly SortedList<long, Message> _messages = [];
    readonly Dictionary<UserId, Member> _members = [];
    readonly RunningReplies _replies = new();
    readonly WritingMembers _writing = new(clock ?? TimeProvider.System);
    readonly RoomPosition _position = new();
    readonly ReadingState _reading = new();
    readonly Dictionary<MessageId, MessageId> _chosen = [];
    Branches? _branches;

    public RoomId Id => id;

    /// <summary>Absent before the first join.</summary>
    public Room? Room { get; private set; }

    /// <summary>By seq.</summary>
    public IList<Message> Messages => _messages.Values;

    /// <summary>The message of this number, if it is here.</summary>
    public Message? Find(long seq) => _messages.GetValueOrDefault(seq);

    /// <summary>The message of this id, if it is here.</summary>
    public Message? Find(MessageId message) => _messages.Values.LastOrDefault(known => known.Id == message);

    /// <summary>Which of the messages are on the screen, where several stand in one place.</summary>
    public Branches Branches => _branches ??= Branches.Of(_messages.Values, Room?.Kind == RoomKind.Chat, _chosen);

    /// <summary>Which variant was chosen, by the first in its place; where none was, the newest is.</summary>
    public IReadOnlyDictionary<MessageId, MessageId> Chosen => _chosen;

    /// <summary>Shows this variant in its place, until a newer one comes.</summary>
    public void Choose(Message variant)
    {
        _chosen[variant.VariantOf ?? variant.Id] = variant.Id;
        _branches = null;
    }

    public IReadOnlyCollection<Member> Members => _members.Values;

    /// <summary>The member of this id.</summary>
    public Member? Find(UserId member) => _members.GetValueOrDefault(member);

    /// <summary>The replies being written, oldest first.</summary>
    public IReadOnlyList<RunningReply> Replies => _replies.All;

    /// <summary>Who is writing right now.</summary>
    public IEnumerable<Member> Writing => _writing.Now().Where(_members.ContainsKey).Select(member => _members[member]);

    /// <summary>How far the members have come, as far as it was told.</summary>
    public IReadOnlyCollection<Cursor> Receipts => _reading.Cursors;

    /// <summary>How many messages one has not read; those in threads do not count. 0 before the first join.</summary>
    public int Unread => _reading.Unread(_messages.Values);

    /// <summary>How many of them name one.</summary>
    public int Mentions => _reading.Mentions;

    /// <summary>The threads that one takes part in, and what is left to read in each.</summary>
    public IReadOnlyList<FollowedThread> Threads => _reading.Threads(_messages.Values);

    /// <summary>What one might say next; absent where nothing is suggested, or something was said since.</summary>
    public Suggested? Suggestions { get; private set; }

    /// <summary>Whether there is history before the first message here.</summary>
    public bool HasOlder { get; private set; }

    /// <summary>Everything up to this change is here.</summary>
    public long Rev => _position.Rev ?? 0;

    /// <summary>
    /// Something is missing: join again with <see cref="Rev"/> as <c>after</c>. <see cref="ConfabClient"/> does so by
    /// itself when a change is missing; when text of a running reply is missing, call <see cref="ConfabClient.CatchUp"/>.
    /// </summary>
    public bool NeedsRejoin => _position.IsBehind || _replies.HaveGap;

    /// <summary>Takes in what concerns this room and ignores the rest.</summary>
    public void Apply(ClientEvent heard)
    {
        switch (heard)
        {
            case ClientEvent.Entered entered when entered.Answer.Room.Id == id:
                Enter(entered.Answer, entered.After);
                break;
            case ClientEvent.Heard { Frame: var frame }:
                Apply(frame);
                break;
            case ClientEvent.Changed { State: not ConnectionState.Open }:
                _position.Lose();
                break;
        }
    }

    /// <summary>Takes in the answer to a join.</summary>
    /// <param name="joined">The answer.</param>
    /// <param name="after">What the join asked for: without it this is the newest page, with it what changed since.</param>
    public void Enter(RoomJoined joined, long? after)
    {
        _position.Enter(joined, after);
        if (after is null)
        {
            _messages.Clear();
            _branches = null;
            HasOlder = joined.HasMore;
        }
        Room = joined.Room;
        _members.Clear();
        foreach (var member in joined.Members) _members[member.Id] = member;
        foreach (var message in joined.Messages) Take(message);
        _replies.Replace(joined.Streams);
        _reading.Enter(joined);
        Suggestions = joined.Suggestions;
    }

    /// <summary>Takes in an event, or a page of history.</summary>
    public void Apply(ServerFrame frame)
    {
        switch (frame)
        {
            case MessageEvent { Message: var message } when message.RoomId == id:
                _position.See(message.Rev);
                if (!_messages.ContainsKey(message.Seq)) Outdate(message);
                Take(message);
                break;
            // A thread's page, or one that ends before what is here, stands for itself: taken in here it would leave a hole.
            case HistoryPage { ThreadId: null, HasNewer: null } page when page.RoomId == id && Adjoins(page):
                foreach (var message in page.Messages) Put(message);
                if (page.Messages.Count == 0 || page.Messages[0].Seq <= _messages.Keys[0]) HasOlder = page.HasMore;
                break;
            case SyncEvent sync when sync.Revs.TryGetValue(id, out var rev):
                _position.Sync(rev);
                break;
            case RoomUpdated updated when updated.RoomId == id:
                Take(updated.Room);
                break;
            case MemberUpdated changed when changed.RoomId == id:
                _members[changed.Member.Id] = changed.Member;
                break;
            case UserJoined joined when joined.RoomId == id:
                _members[joined.User.Id] = joined.User;
                break;
            case UserLeft left when left.RoomId == id:
                _members.Remove(left.User.Id);
                _reading.Forget(left.User.Id);
                break;
            case ReceiptEvent receipt when receipt.RoomId == id:
                _reading.Take(receipt);
                break;
            case PresenceEvent presence when _members.TryGetValue(presence.UserId, out var member):
                _members[presence.UserId] = member with
                {
                    Status = presence.Status,
                    LastSeen = presence.LastSeen,
                    Activity = presence.Activity,
                    Devices = presence.Devices,
                };
                break;
            case SuggestionsEvent suggested when suggested.RoomId == id:
                Suggestions = new(suggested.MessageId, suggested.Items);
                break;
            case TypingEvent typing when typing.RoomId == id:
                _writing.Note(typing);
                break;
            default:
                _replies.Apply(frame, id);
                break;
        }
    }

    /// <summary>What is told to everybody says nothing of what is one's own in the room.</summary>
    void Take(Room room)
    {
        if (Room is { } known && known.Version > room.Version) return;
        Room = room with { IsMember = Room?.IsMember, Role = Room?.Role, Unread = Room?.Unread, Mentions = Room?.Mentions };
        if (room.FirstSeq is not { } first) return;
        while (_messages.Count > 0 && _messages.Keys[0] < first) _messages.RemoveAt(0);
        _branches = null;
        if (_messages.Count == 0 || _messages.Keys[0] == first) HasOlder = false;
    }

    void Take(Message message)
    {
        // A change to a message further back than what is here: whoever reads that far gets it with the history.
        if (HasOlder && _messages.Count > 0 && message.Seq < _messages.Keys[0]) return;
        if (message.VariantOf is { } place && !_messages.ContainsKey(message.Seq)) _chosen.Remove(place);
        Put(message);
        _writing.Forget(message.Author.Id);
        _replies.Complete(message.Id);
        if (_messages.Count <= capacity) return;
        _messages.RemoveAt(0);
        _branches = null;
        HasOlder = true;
    }

    // What is said in another thread, or in the room beside it, leaves them standing.
    void Outdate(Message message)
    {
        if (Suggestions is { } standing && Find(standing.MessageId)?.ThreadId == message.ThreadId) Suggestions = null;
    }

    bool Adjoins(HistoryPage page) => page.Messages.Count == 0 || _messages.Count == 0 || page.Messages[^1].Seq >= _messages.Keys[0] - 1;

    void Put(Message message)
    {
        // A page read before a change may arrive after it.
        if (_messages.TryGetValue(message.Seq, out var known) && known.Rev > message.Rev) return;
        _messages[message.Seq] = message;
        _branches = null;
    }
}
