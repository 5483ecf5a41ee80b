using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What is to change of a room; what is null stays. An empty topic and a 0 take the thing away.</summary>
public sealed record RoomPatch
{
    public string? Name { get; init; }
    public string? Topic { get; init; }
    public Visibility? Visibility { get; init; }
    public AssistantMode? AssistantMode { get; init; }
    public bool? Uploads { get; init; }
    public int? HistoryDays { get; init; }
    public int? MaxUsers { get; init; }
    public int? SlowModeSeconds { get; init; }
    public bool? IsArchived { get; init; }
    public bool? IsTemporary { get; init; }
    public bool? Memory { get; init; }
    public IReadOnlyList<string>? Tools { get; init; }

    public Room ApplyTo(Room room, DateTimeOffset now) => room with
    {
        Name = Name ?? room.Name,
        Topic = Topic is null ? room.Topic : Topic.Length == 0 ? null : Topic,
        Visibility = Visibility ?? room.Visibility,
        AssistantMode = AssistantMode ?? room.AssistantMode,
        Uploads = Uploads ?? room.Uploads,
        HistoryDays = Changed(room.HistoryDays, HistoryDays),
        MaxUsers = Changed(room.MaxUsers, MaxUsers),
        SlowModeSeconds = Changed(room.SlowModeSeconds, SlowModeSeconds),
        ArchivedAt = IsArchived switch { null => room.ArchivedAt, true => room.ArchivedAt ?? now, false => null },
        IsTemporary = (IsTemporary ?? room.IsTemporary) is true ? true : null,
        Memory = (Memory ?? room.Memory) is false ? false : null,
        Tools = Tools is null || Tools.SequenceEqual(room.Tools ?? []) ? room.Tools : Tools.Count == 0 ? null : Tools,
    };

    /// <summary>For the audit log: the names and new values of what differs.</summary>
    public static string Describe(Room before, Room after)
    {
        (string Name, object? Old, object? New)[] all =
        [
            ("roomName", before.Name, after.Name), ("topic", before.Topic, after.Topic), ("visibility", before.Visibility.Word(), after.Visibility.Word()),
            ("assistantMode", before.AssistantMode.Word(), after.AssistantMode.Word()), ("uploads", before.Uploads, after.Uploads),
            ("historyDays", before.HistoryDays, after.HistoryDays), ("maxUsers", before.MaxUsers, after.MaxUsers),
            ("slowModeSeconds", before.SlowModeSeconds, after.SlowModeSeconds), ("isArchived", before.ArchivedAt is not null, after.ArchivedAt is not null),
            ("isTemporary", before.IsTemporary is true, after.IsTemporary is true), ("memory", before.Memory is not false, after.Memory is not false),
            ("tools", Joined(before.Tools), Joined(after.Tools)),
        ];
        return string.Join(", ", all.Where(field => !Equals(field.Old, field.New)).Select(field => $"{field.Name}: {Shown(field.New)}"));
    }

    static string? Joined(IReadOnlyList<string>? names) => names is null ? null : string.Join(", ", names);

    static int? Changed(int? old, int? wished) => wished switch { null => old, 0 => null, _ => wished };

    static string Shown(object? value) => value switch
    {
        null => "none",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
