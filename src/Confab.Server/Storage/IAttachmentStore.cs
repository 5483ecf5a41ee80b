using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What is known of files; their bytes lie beside the database.</summary>
public interface IAttachmentStore
{
    /// <summary>
    /// Keeps a new file that belongs to no message yet. Where the person is not in the room any more, or has more waiting with it
    /// than the limits, nothing is kept.
    /// </summary>
    Task<AddedFile> AddAsync(NewFile file, WaitingLimits limits);

    /// <summary>A file that this person may read: of a message in a room of theirs, or their own that is not sent yet.</summary>
    Task<StoredFile?> FindAsync(AttachmentId id, UserId reader, CancellationToken stop);

    /// <summary>The newest file of this name, in whatever case, that was sent in a room.</summary>
    Task<Attachment?> FindByNameAsync(RoomId room, string name, CancellationToken stop);

    /// <summary>False where the file is not this person's own, or is sent already.</summary>
    Task<bool> AddThumbnailAsync(AttachmentId id, UserId user);

    /// <summary>Forgets files that were never sent since then, and those of deleted messages: at most so many.</summary>
    Task<IReadOnlyList<AttachmentId>> ForgetAbandonedAsync(DateTimeOffset notSentSince, int limit);

    /// <summary>Which of these are known.</summary>
    Task<IReadOnlySet<AttachmentId>> ReadKnownAsync(IReadOnlyCollection<AttachmentId> ids, CancellationToken stop);
}

public enum AddedFile { Added, NotInRoom, TooMuchWaiting }

public sealed record NewFile(RoomId RoomId, UserId UserId, Attachment Attachment, DateTimeOffset CreatedAt);

/// <param name="Files">Most files of one person that belong to no message.</param>
/// <param name="Bytes">Most bytes of them together.</param>
public readonly record struct WaitingLimits(int Files, long Bytes);

/// <param name="IsSent">It belongs to a message.</param>
public sealed record StoredFile(Attachment Attachment, UserId UserId, bool IsSent);
