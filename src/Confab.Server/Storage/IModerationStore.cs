using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What keeps order in a room: words it does not take, what was reported, who is banned, and what was done about it.</summary>
public interface IModerationStore
{
    /// <summary>Keeps an entry of what was done. What changes a room or a message keeps its own in the same transaction.</summary>
    Task AddAuditAsync(AuditEntry entry);

    /// <summary>What was done, the newest first: before the named entry, or all.</summary>
    Task<IReadOnlyList<KeptAuditEntry>> ReadAuditAsync(RoomId room, long? before, int limit, CancellationToken stop);

    /// <summary>In alphabetical order.</summary>
    Task<IReadOnlyList<string>> ReadWordsAsync(RoomId room, CancellationToken stop);

    /// <summary>Of every room that has some.</summary>
    Task<IReadOnlyDictionary<RoomId, IReadOnlyList<string>>> ReadAllWordsAsync(CancellationToken stop);

    /// <summary>Takes the place of the words there were; false when there is no such room.</summary>
    Task<bool> SaveWordsAsync(RoomId room, IReadOnlyList<string> words, AuditEntry entry);

    /// <summary>False when this person has reported the message before and nobody has settled it; then nothing is added.</summary>
    Task<bool> AddReportAsync(NewReport report);

    /// <summary>Those that nobody has settled first, then the others; of both the newest first.</summary>
    Task<IReadOnlyList<Report>> ReadReportsAsync(RoomId room, int limit, CancellationToken stop);

    /// <summary>Null when the room has no such report; settled once, it stays as it was settled.</summary>
    Task<Report?> SettleReportAsync(long report, AuditEntry entry);

    /// <summary>Who may not come back by themselves, by name.</summary>
    Task<IReadOnlyList<Ban>> ReadBansAsync(RoomId room, CancellationToken stop);
}

/// <summary>What somebody did in a room that its owner may want to know of.</summary>
/// <param name="Action">What was done, one of <see cref="AuditActions"/>.</param>
/// <param name="Target">The id of the person, message or report that it was done to.</param>
/// <param name="Detail">In words: a name, a role, what was changed.</param>
public sealed record AuditEntry(RoomId RoomId, Author Actor, string Action, string? Target, string? Detail, DateTimeOffset At);

/// <param name="Id">Grows with time.</param>
public sealed record KeptAuditEntry(long Id, AuditEntry Entry);

/// <summary>The words that stand in the audit log.</summary>
public static class AuditActions
{
    public const string Update = "update";
    public const string Archive = "archive";
    public const string Reopen = "reopen";
    public const string Invite = "invite";
    public const string Unban = "unban";
    public const string Remove = "remove";
    public const string Ban = "ban";
    public const string SetRole = "set_role";
    public const string Inherit = "inherit";
    public const string Mute = "mute";
    public const string Unmute = "unmute";
    public const string DeleteMessage = "delete_message";
    public const string Words = "words";
    public const string Settle = "settle";
}

public sealed record NewReport(RoomId RoomId, MessageId MessageId, Author Reporter, string Reason, DateTimeOffset At);

/// <param name="Message">As it is now.</param>
/// <param name="SettledBy">The id of who settled it.</param>
public sealed record Report(long Id, Message Message, Author Reporter, string Reason, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt, UserId? SettledBy);

public sealed record Ban(Author User, DateTimeOffset BannedAt);
