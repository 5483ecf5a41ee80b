using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Storage;

namespace Confab.Server.Moderation;

/// <param name="Words">Whole words; case and diacritics do not count.</param>
public sealed record WordsBody(IReadOnlyList<string> Words);

public sealed record NamedUser(UserId Id, string Name)
{
    public static NamedUser Of(Author author) => new(author.Id, author.Name);
}

/// <param name="Message">As it is now.</param>
/// <param name="SettledBy">The id of the moderator.</param>
public sealed record ReportAnswer(
    long Id, Message Message, NamedUser Reporter, string Reason, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt, UserId? SettledBy)
{
    public static ReportAnswer Of(Report report) =>
        new(report.Id, report.Message, NamedUser.Of(report.Reporter), report.Reason, report.CreatedAt, report.SettledAt, report.SettledBy);
}

public sealed record ReportsAnswer(IReadOnlyList<ReportAnswer> Reports);

public sealed record BannedUser(UserId Id, string Name, DateTimeOffset BannedAt);

public sealed record BansAnswer(IReadOnlyList<BannedUser> Users);

/// <param name="Target">The id of the person, message or report that it was done to.</param>
public sealed record AuditAnswer(long Id, NamedUser Actor, string Action, string? Target, string? Detail, DateTimeOffset CreatedAt)
{
    public static AuditAnswer Of(KeptAuditEntry kept) =>
        new(kept.Id, NamedUser.Of(kept.Entry.Actor), kept.Entry.Action, kept.Entry.Target, kept.Entry.Detail, kept.Entry.At);
}

public sealed record AuditPage(IReadOnlyList<AuditAnswer> Entries, bool HasMore);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(WordsBody))]
[JsonSerializable(typeof(ReportsAnswer))]
[JsonSerializable(typeof(ReportAnswer))]
[JsonSerializable(typeof(BansAnswer))]
[JsonSerializable(typeof(AuditPage))]
partial class ModerationJson : JsonSerializerContext;
