using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What the log of a room takes: a new message, or a change of one that is there.</summary>
public abstract record Change;

public sealed record NewMessage(
    MessageId Id, RoomId RoomId, Author Author, string Content, DateTimeOffset CreatedAt,
    MessageId? ParentId = null, MessageStatus Status = MessageStatus.Complete, GenerationInfo? Generation = null) : Change
{
    /// <summary>The message in whose thread it is said; one that is in a thread itself stands for that thread.</summary>
    public MessageId? ThreadId { get; init; }

    /// <summary>A message of the same room, in whose place it stands, thread included; any of those there stands for the first. See <see cref="Message.VariantOf"/>.</summary>
    public MessageId? VariantOf { get; init; }

    /// <summary>
    /// See <see cref="Message.AfterId"/>: a message of the same chat, outside threads; not kept where it is the one before. An answer
    /// in a chat follows its question without a word.
    /// </summary>
    public MessageId? AfterId { get; init; }

    /// <summary>Files that its author uploaded to the room and that belong to no message yet; each once.</summary>
    public IReadOnlyList<AttachmentId> Attachments { get; init; } = [];

    /// <summary>The replies it asks for: kept in the same transaction, so that none is ever forgotten.</summary>
    public IReadOnlyList<ReplyDraft> Asks { get; init; } = [];

    /// <summary>The replies that it asks for unless it turns out to be meant for people; kept the same way.</summary>
    public IReadOnlyList<OfferedReply> Offers { get; init; } = [];

    /// <summary>Assistants are shown nothing above it. One right below another is that other.</summary>
    public bool StartsAnew { get; init; }
}

/// <summary>
/// A reply that a message asks for unless it names a person. Where the assistant does not follow the conversation already, also
/// not when the message answers somebody else's, nor in a thread that another began.
/// </summary>
public readonly record struct OfferedReply(ReplyDraft Draft, bool IsFollowing);

/// <summary>Other words of its author. Who may is asked before.</summary>
public sealed record Edit(MessageId Id, string Content, DateTimeOffset At) : Change;

/// <summary>Takes a message's content, files, reactions and likes; its place stays. Who may is asked before.</summary>
/// <param name="Entry">For the audit log, where it is another's message.</param>
public sealed record Deletion(MessageId Id, DateTimeOffset At, AuditEntry? Entry = null) : Change;

/// <param name="On">Put there, or taken away.</param>
public sealed record React(MessageId Id, UserId By, string Emoji, bool On, DateTimeOffset At) : Change;

/// <param name="Rating">Null takes it back.</param>
/// <param name="Comment">Kept for moderators, and told to nobody.</param>
public sealed record Rate(MessageId Id, UserId By, Rating? Rating, string? Comment, DateTimeOffset At) : Change;

/// <summary>What became of a change.</summary>
/// <param name="Message">The message as stored; absent when it was refused.</param>
/// <param name="IsNew">It took a rev. False when it was so already.</param>
/// <param name="Refusal">Why nothing was stored.</param>
/// <param name="Root">The first message of the thread, which changed with it: told after it, by the next rev.</param>
/// <param name="Named">Whom it names, or named before; absent where nobody.</param>
/// <param name="Replies">The replies to it that are promised now; absent where none.</param>
public readonly record struct Appended(
    Message? Message, bool IsNew, AppendRefusal? Refusal, Message? Root = null, IReadOnlyList<UserId>? Named = null, IReadOnlyList<ReplyDraft>? Replies = null)
{
    public static Appended New(Message message, Message? root = null, IReadOnlyList<UserId>? named = null) => new(message, true, null, root, named);
    public static Appended Again(Message message) => new(message, false, null);
    public static Appended Refused(AppendRefusal why) => new(null, false, why);
}

public enum AppendRefusal { UnknownRoom, UnknownMessage, UnknownParent, UnknownThread, UnknownVariant, UnknownPredecessor, UnknownFile, IdTaken, Deleted, TooManyReactions, TooManyVariants }
