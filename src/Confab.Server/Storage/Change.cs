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

    /// <summary>See <see cref="Message.VariantOf"/>; a message of the same room, and the first in its place.</summary>
    public MessageId? VariantOf { get; init; }

    /// <summary>See <see cref="Message.AfterId"/>; a message of the same room.</summary>
    public MessageId? AfterId { get; init; }

    /// <summary>Files that its author uploaded to the room and that belong to no message yet; each once.</summary>
    public IReadOnlyList<AttachmentId> Attachments { get; init; } = [];

    /// <summary>The replies it asks for: kept in the same transaction, so that none is ever forgotten.</summary>
    public IReadOnlyList<ReplyDraft> Asks { get; init; } = [];

    /// <summary>Assistants are shown nothing above it. One right below another is that other.</summary>
    public bool StartsAnew { get; init; }
}

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
public readonly record struct Appended(Message? Message, bool IsNew, AppendRefusal? Refusal, Message? Root = null, IReadOnlyList<UserId>? Named = null)
{
    public static Appended New(Message message, Message? root = null, IReadOnlyList<UserId>? named = null) => new(message, true, null, root, named);
    public static Appended Again(Message message) => new(message, false, null);
    public static Appended Refused(AppendRefusal why) => new(null, false, why);
}

public enum AppendRefusal { UnknownRoom, UnknownMessage, UnknownParent, UnknownThread, UnknownFile, IdTaken, Deleted, TooManyReactions }
