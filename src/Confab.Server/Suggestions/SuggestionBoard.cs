using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Replies;

namespace Confab.Server.Suggestions;

/// <summary>
/// What is suggested in each room: after an answer, until the next message. It learns of every message in the room's own order,
/// so that nothing is suggested after a room has gone on.
/// </summary>
public sealed class SuggestionBoard(IFanout fanout, RunningReplies running, SuggestionOptions options)
{
    readonly ConcurrentDictionary<RoomId, Answer> _answers = new();
    long _count;

    /// <summary>Told each new or changed message before its room is.</summary>
    public void Note(Message message)
    {
        if (_answers.TryGetValue(message.RoomId, out var answer) && answer.IsEndedBy(message)) Forget(message.RoomId, answer);
        if (IsNewAnswer(message)) Keep(message);
    }

    /// <summary>Cancelled when the room goes on after this answer; null where it has.</summary>
    public CancellationToken? Await(Message answer) => Find(answer)?.Over;

    /// <summary>Tells the room, unless it has gone on.</summary>
    public void Tell(Message answer, IReadOnlyList<string> items) =>
        Find(answer)?.Tell(fanout, new Suggested(answer.Id, items), EncodedEvent.Of(new SuggestionsEvent(answer.RoomId, answer.Id, items)));

    /// <summary>Nothing will be suggested after this answer.</summary>
    public void GiveUp(Message answer)
    {
        if (Find(answer) is { Told: null } unsuggested) Forget(answer.RoomId, unsuggested);
    }

    /// <summary>The room is gone.</summary>
    public void Forget(RoomId room)
    {
        if (_answers.TryGetValue(room, out var answer)) Forget(room, answer);
    }

    /// <param name="shown">The messages of the answer to a join: stored, but perhaps not told yet.</param>
    public Suggested? In(RoomId room, IReadOnlyList<Message> shown) =>
        _answers.TryGetValue(room, out var answer) && !shown.Any(answer.IsEndedBy) ? answer.Told : null;

    Answer? Find(Message answer) => _answers.TryGetValue(answer.RoomId, out var found) && found.Message.Id == answer.Id ? found : null;

    bool IsNewAnswer(Message message) =>
        message is { Author.Kind: AuthorKind.Assistant, Status: MessageStatus.Complete } && running.All.Any(r => r.Reply?.MessageId == message.Id);

    void Keep(Message message)
    {
        _answers[message.RoomId] = new Answer(message, _count++);
        if (_answers.Count <= options.MostRooms) return;
        var (room, oldest) = _answers.MinBy(a => a.Value.Number);
        Forget(room, oldest);
    }

    void Forget(RoomId room, Answer answer)
    {
        if (_answers.TryRemove(new(room, answer))) answer.End();
    }

    sealed class Answer(Message message, long number)
    {
        readonly Lock _gate = new();
        readonly CancellationTokenSource _over = new();
        bool _isOver;

        public Message Message => message;
        public long Number => number;
        public CancellationToken Over => _over.Token;
        public Suggested? Told { get; private set; }

        /// <summary>What is said in another thread does not go on from here; what was deleted, or edited since, may be what was suggested from.</summary>
        public bool IsEndedBy(Message other) =>
            (other.Seq > message.Seq && other.ThreadId == message.ThreadId) || other.DeletedAt is not null || other.EditedAt >= message.CreatedAt;

        /// <summary>Under one lock with the end, which comes before the next message is told.</summary>
        public void Tell(IFanout fanout, Suggested suggested, EncodedEvent told)
        {
            lock (_gate)
            {
                if (_isOver) return;
                Told = suggested;
                fanout.Publish(message.RoomId, told);
            }
        }

        public void End()
        {
            lock (_gate) _isOver = true;
            // Not here: whoever stores messages waits for nothing that somebody hung on this.
            _ = _over.CancelAsync();
        }
    }
}
