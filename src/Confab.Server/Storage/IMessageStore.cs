using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>
/// Where messages live. What <see cref="AppendAsync"/> returned is durable: it survives the death of the process and of the machine.
/// </summary>
public interface IMessageStore
{
    /// <summary>
    /// Stores all of them in one transaction, numbered in the order given: each takes its room's next seq and rev.
    /// A message that is there already is returned as it was stored, and nothing new is numbered.
    /// The id of a draft is its assistant's: nobody else can take it.
    /// With a message that asks for replies their drafts are kept, and a draft goes when its own message comes.
    /// </summary>
    Task<IReadOnlyList<Appended>> AppendAsync(IReadOnlyList<NewMessage> messages);

    /// <summary>The newest messages before <paramref name="beforeSeq"/> (or of all), oldest first: at most the limit, fewer where they are long.</summary>
    Task<MessagePage> ReadPageAsync(RoomId room, long? beforeSeq, int limit, CancellationToken stop);

    /// <summary>What changed after a rev, by rev; the page's rev is where to go on.</summary>
    Task<MessagePage> ReadChangesAsync(RoomId room, long afterRev, int limit, CancellationToken stop);

    Task<Message?> FindAsync(RoomId room, MessageId id, CancellationToken stop);

    /// <summary>Keeps what a reply has got to, over what was kept before. A draft that became a message stays gone.</summary>
    Task SaveDraftAsync(ReplyDraft draft);

    Task<IReadOnlyList<ReplyDraft>> ReadDraftsAsync(CancellationToken stop);
}

/// <param name="Rev">The room's rev when the page was read; for changes, the rev of the last one in it.</param>
/// <param name="HasMore">There are more beyond this page.</param>
public sealed record MessagePage(IReadOnlyList<Message> Messages, long Rev, bool HasMore)
{
    /// <summary>A page ends after this much text (UTF-16) however few messages that is, so that one frame holds it and one socket's queue takes it.</summary>
    public const int MostText = 128 * 1024;
}

public sealed record NewMessage(
    MessageId Id, RoomId RoomId, Author Author, string Content, DateTimeOffset CreatedAt,
    MessageId? ParentId = null, MessageStatus Status = MessageStatus.Complete, GenerationInfo? Generation = null)
{
    /// <summary>The replies it asks for: kept in the same transaction, so that none is ever forgotten.</summary>
    public IReadOnlyList<ReplyDraft> Asks { get; init; } = [];
}

/// <param name="Message">The message as stored; absent when it was refused.</param>
/// <param name="IsNew">False when the same message was there already.</param>
/// <param name="Refusal">Why nothing was stored.</param>
public readonly record struct Appended(Message? Message, bool IsNew, AppendRefusal? Refusal)
{
    public static Appended New(Message message) => new(message, true, null);
    public static Appended Again(Message message) => new(message, false, null);
    public static Appended Refused(AppendRefusal why) => new(null, false, why);
}

public enum AppendRefusal { UnknownRoom, UnknownParent, IdTaken }

/// <summary>A reply that has not become a message yet.</summary>
/// <param name="MessageId">The message it will become.</param>
/// <param name="Author">The assistant.</param>
/// <param name="ParentId">The message that asked.</param>
/// <param name="Content">The text so far.</param>
/// <param name="Model">What writes it, once that is chosen.</param>
public sealed record ReplyDraft(
    MessageId MessageId, RoomId RoomId, Author Author, MessageId ParentId, string Content, string? Model, DateTimeOffset CreatedAt);
