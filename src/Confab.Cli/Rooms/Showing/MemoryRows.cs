using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Client.Memory;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>What assistants remember, as rows.</summary>
static class MemoryRows
{
    const string Indent = "      ";

    /// <summary>One that is new, with the way to have it forgotten.</summary>
    public static IEnumerable<string> Remembered(string who, string content, int number, int width) => Wrapping
        .Rows(Style.Dim($"{SafeText.CleanLine(who)} remembers: {SafeText.CleanLine(content)} · ") + Style.Accent($"/forget {number}"), width - 3)
        .Select(row => "  " + row);

    /// <summary>A list of them, by assistant.</summary>
    /// <param name="found">Each with its number.</param>
    /// <param name="names">Of assistants.</param>
    /// <param name="rooms">What a room is called here.</param>
    /// <param name="me">Who is looking.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> List(
        IReadOnlyList<(int Number, MemoryInfo Memory)> found, IReadOnlyDictionary<UserId, string> names, Func<RoomId, string?> rooms, UserId me, int width)
    {
        foreach (var group in found.GroupBy(one => one.Memory.AssistantId))
        {
            yield return "";
            yield return $"  {Style.Name(SafeText.CleanLine(names.GetValueOrDefault(group.Key) ?? group.Key.Value))}{Style.Dim(" remembers")}";
            foreach (var (number, memory) in group)
            {
                var sign = Style.Accent(number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(4)) + "  ";
                foreach (var (row, i) in Wrapping.Rows(SafeText.CleanLine(memory.Content), width - Indent.Length - 1).Select((row, i) => (row, i)))
                    yield return (i == 0 ? sign : Indent) + row;
                yield return StyledText.Cut(Indent + Style.Dim(About(memory, rooms, me)), width - 1);
            }
        }
    }

    static string About(MemoryInfo memory, Func<RoomId, string?> rooms, UserId me)
    {
        List<string> parts = [Seen(memory, rooms, me), $"{memory.UpdatedAt.ToLocalTime():d MMM yyyy}"];
        if (memory.SourceRoomId is { } source && source != memory.RoomId && rooms(source) is { } said) parts.Insert(0, $"said in {said}");
        if (memory.Importance is { } importance) parts.Add($"importance {importance}");
        if (memory.Uses > 0) parts.Add(memory.Uses == 1 ? "used once" : $"used {memory.Uses} times");
        if (!memory.MayChange) parts.Add("not yours to change");
        return string.Join(" · ", parts);
    }

    static string Seen(MemoryInfo memory, Func<RoomId, string?> rooms, UserId me)
    {
        var about = memory.UserId == me ? "about you, " : "";
        return memory.Scope switch
        {
            MemoryScope.Private => about + "for you alone",
            MemoryScope.Room => about + (memory.RoomId is { } room && rooms(room) is { } name ? $"for whoever reads {name}" : "for whoever reads its room"),
            _ => about + "used wherever you are",
        };
    }
}
