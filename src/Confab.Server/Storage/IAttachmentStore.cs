using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What is known of files; their bytes lie beside the database.</summary>
public interface IAttachmentStore
{
    /// <summary>Whether somebody may send files in a room now.</summary>
    Task<UploadRight> MayUploadAsync(RoomId room, UserId user, DateTimeOffset now, CancellationToken stop);

    /// <summary>
    /// Keeps a new file that belongs to no message yet. Whether that is still allowed is looked at once more in the same step, and
    /// so is what the person has waiting besides: more than the limits and nothing is kept.
    /// </summary>
    Task<UploadRight> AddAsync(NewFile file, WaitingLimits limits);

    /// <summary>A file that this person may read: of a message in a room of theirs, or their own that is not sent yet.</summary>
    Task<StoredFile?> FindAsync(AttachmentId id, UserId reader, CancellationToken stop);

    /// <summary>False where the file is not this person's own, or is sent already.</summary>
    Task<bool> AddThumbnailAsync(AttachmentId id, UserId user);

    /// <summary>Forgets files that were never sent since then, and those of deleted messages: at most so many.</summary>
    Task<IReadOnlyList<AttachmentId>> ForgetAbandonedAsync(DateTimeOffset notSentSince, int limit);

    /// <summary>Which of these are known.</summary>
    Task<IReadOnlySet<AttachmentId>> ReadKnownAsync(IReadOnlyCollection<AttachmentId> ids, CancellationToken stop);
}

public enum UploadRight
{
    Allowed,
    /// <summary>There is no such room, or not for them.</summary>
    UnknownRoom,
    /// <summary>A public room that they are not in.</summary>
    NotAMember,
    Archived,
    Muted,
    /// <summary>The room takes no files.</summary>
    UploadsOff,
    /// <summary>They have too much waiting that was not sent.</summary>
    TooMuchWaiting,
}

public sealed record NewFile(RoomId RoomId, UserId UserId, Attachment Attachment, DateTimeOffset CreatedAt);

/// <param name="Files">Most files of one person that belong to no message.</param>
/// <param name="Bytes">Most bytes of them together.</param>
public readonly record struct WaitingLimits(int Files, long Bytes);

/// <param name="IsSent">It belongs to a message.</param>
public sealed record StoredFile(Attachment Attachment, UserId UserId, bool IsSent);
