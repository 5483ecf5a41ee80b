using System.Globalization;
using Confab.Cli.CommandLine;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>One setting of a room as people write it: <c>mode smart</c>, <c>slow 10</c>, <c>uploads off</c>.</summary>
static class RoomSettings
{
    const string Known = "name TEXT, mode off|mention|smart|all, visibility public|private, uploads on|off, history DAYS, limit PEOPLE, slow SECONDS, temporary on|off, memory on|off, tools SERVER,SERVER|off";

    /// <exception cref="Failure">There is no such setting, or no such value of it.</exception>
    public static UpdateRoomRequest Read(RoomId room, string said)
    {
        var parts = said.Split(' ', 2);
        var value = parts.Length > 1 ? parts[1].Trim() : "";
        var change = new UpdateRoomRequest(room);
        return parts[0].ToLowerInvariant() switch
        {
            "name" when value.Length > 0 => change with { RoomName = value },
            "mode" => change with { AssistantMode = Word<AssistantMode>(value) },
            "visibility" => change with { Visibility = Word<Visibility>(value) },
            "uploads" => change with { Uploads = Switch(value) },
            "history" => change with { HistoryDays = Number(value) },
            "limit" => change with { MaxUsers = Number(value) },
            "slow" => change with { SlowModeSeconds = Number(value) },
            "temporary" => change with { IsTemporary = Switch(value) },
            "memory" => change with { Memory = Switch(value) },
            "tools" when value.Length > 0 => change with { Tools = Names(value) },
            _ => throw Wrong(),
        };
    }

    // The tool servers that assistants may use here.
    static IReadOnlyList<string> Names(string value) =>
        value.Equals("off", StringComparison.OrdinalIgnoreCase) ? [] : value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    static TWord Word<TWord>(string value) where TWord : struct, Enum =>
        Enum.TryParse<TWord>(value, ignoreCase: true, out var word) && !value.Any(char.IsDigit) ? word : throw Wrong();

    static bool Switch(string value) => value.ToLowerInvariant() switch
    {
        "on" => true,
        "off" => false,
        _ => throw Wrong(),
    };

    // "off" is easier to say than zero.
    static int Number(string value) => value.Equals("off", StringComparison.OrdinalIgnoreCase) ? 0
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();

    static Failure Wrong() => new($"/set WHAT VALUE: {Known}.");
}
