using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>
/// Where messages live. What <see cref="AppendAsync"/> returned is durable: it survives the death of the process and of the machine.
/// </summary>
public interface IMessageStore
{
    /// <summary>
    /// Stores all of them in one transaction, in the order given. A new message takes its room's next seq and rev, a change of
    /// one its room's next rev; a thread's first message that changes with it takes the rev after. What is so already is
    /// returned as it was stored, and nothing is numbered.
    /// The id of a draft is its assistant's: nobody else can take it.
    /// With a message that asks for replies their drafts are kept, and a draft goes when its own message comes, or is refused.
    /// </summary>
    Task<IReadOnlyList<Appended>> AppendAsync(IReadOnlyList<Change> changes);

    /// <summary>
    /// The newest messages before <paramref name="beforeSeq"/> (or of all), oldest first: at most the limit, fewer where they are
    /// long. Those said in threads are among them; with <paramref name="thread"/> that thread's alone, without its first.
    /// </summary>
    Task<MessagePage> ReadPageAsync(RoomId room, long? beforeSeq, int limit, CancellationToken stop, MessageId? thread = null);

    /// <summary>The oldest messages after <paramref name="afterSeq"/>; else the same.</summary>
    Task<MessagePage> ReadNextAsync(RoomId room, long afterSeq, int limit, CancellationToken stop, MessageId? thread = null);

    /// <summary>A message of the room with what stands around it; null when it is not there.</summary>
    Task<MessagePage?> ReadAroundAsync(RoomId room, MessageId id, int limit, CancellationToken stop);

    /// <summary>What changed after a rev, by rev; the page's rev is where to go on.</summary>
    Task<MessagePage> ReadChangesAsync(RoomId room, long afterRev, int limit, CancellationToken stop);

    /// <summary>
    /// What an assistant is shown of a question, oldest first and the question last: the newest messages before it, in a thread
    /// those of the thread with its first. Left out is what is deleted or has no words, what the system said, and whatever stands
    /// above the last line from which assistants begin anew. Of messages that stand in one place there is one: in a chat, whose
    /// variants are branches, that of the question's own branch; where nobody said which, and elsewhere, the newest that is
    /// complete, else the newest that has words. Null when the question is gone.
    /// </summary>
    Task<IReadOnlyList<Message>?> ReadContextAsync(RoomId room, MessageId question, int limit, CancellationToken stop);

    Task<Message?> FindAsync(RoomId room, MessageId id, CancellationToken stop);

    /// <summary>A message of whatever room: whoever asks for somebody sees to it that they may read it.</summary>
    Task<Message?> FindAsync(MessageId id, CancellationToken stop);

    /// <summary>Keeps what a reply has got to, over what was kept before. A draft that became a message stays gone.</summary>
    Task SaveDraftAsync(ReplyDraft draft);

    /// <summary>
    /// Keeps replies that are promised to messages which are there already: all of them or, where one is refused, none. One whose
    /// assistant has answered the same message is to stand in that answer's place. Of an assistant one at a time answers a message.
    /// </summary>
    Task<PromisedReplies> AddDraftsAsync(IReadOnlyList<ReplyDraft> drafts);

    /// <summary>Takes a promise back: nothing will come of that reply. A draft that became a message stays that.</summary>
    Task DropDraftAsync(MessageId id);

    Task<IReadOnlyList<ReplyDraft>> ReadDraftsAsync(CancellationToken stop);
}

/// <param name="Rev">The room's rev when the page was read; for changes, the rev of the last one in it.</param>
/// <param name="HasMore">There are more beyond this page; around a message, older ones.</param>
/// <param name="HasNewer">Around a message: there are newer ones.</param>
public sealed record MessagePage(IReadOnlyList<Message> Messages, long Rev, bool HasMore, bool HasNewer = false)
{
    /// <summary>A page ends after this much text (UTF-16) however few messages that is, so that one frame holds it and one socket's queue takes it.</summary>
    public const int MostText = 128 * 1024;
}

/// <summary>What became of replies that were to be promised.</summary>
/// <param name="Drafts">As they are kept.</param>
public sealed record PromisedReplies(IReadOnlyList<ReplyDraft> Drafts, DraftRefusal? Refusal = null);

public enum DraftRefusal { QuestionGone, StillWritten, TooManyVariants }

/// <summary>A reply that has not become a message yet.</summary>
/// <param name="MessageId">The message it will become.</param>
/// <param name="Author">The assistant.</param>
/// <param name="ParentId">The message that asked.</param>
/// <param name="Content">The text so far.</param>
/// <param name="Model">What writes it, once that is chosen.</param>
/// <param name="ThreadId">The thread that it was asked for in.</param>
/// <param name="VariantOf">See <see cref="Message.VariantOf"/>.</param>
public sealed record ReplyDraft(
    MessageId MessageId, RoomId RoomId, Author Author, MessageId ParentId, string Content, string? Model, DateTimeOffset CreatedAt, MessageId? ThreadId = null, MessageId? VariantOf = null)
{
    /// <summary>How much of what assistants may ask one another is used up for this reply. Not kept: no reply is begun again.</summary>
    public int Hops { get; init; }
}
