using System.Globalization;
using Confab.Cli.Models;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>What commands show, as rows.</summary>
static class Listing
{
    static readonly string[] KeyHints =
    [
        "/NAME or @NAME asks an assistant, Esc stops its answer.",
        "Alt+Enter, Ctrl+J, or a \\ at the end of the line begin another line.",
        "Up and Down bring back what you wrote before.",
    ];

    public static IEnumerable<string> Rooms(IReadOnlyList<Room> rooms, IReadOnlySet<RoomId> joined, RoomId? current)
    {
        yield return "";
        foreach (var room in rooms)
        {
            var sign = room.Id == current ? Style.Good("●") : joined.Contains(room.Id) || room.IsMember == true ? Style.Dim("●") : " ";
            var people = room.UserCount == 1 ? "1 person" : $"{room.UserCount} people";
            var privacy = room.Visibility == Visibility.Private ? ", private" : "";
            yield return $"  {sign} {Column(SafeText.CleanLine(room.Name), 24)} {Style.Dim($"{people}, {Count(room.Seq)} messages{privacy}{(room.IsMember == true ? ", you are a member" : "")}")}";
        }
    }

    public static IEnumerable<string> Members(IReadOnlyCollection<Member> members)
    {
        yield return "";
        foreach (var member in members.OrderBy(m => m.Kind).ThenBy(m => m.Status).ThenBy(m => m.Name, StringComparer.OrdinalIgnoreCase))
        {
            var isHere = member.Status != PresenceStatus.Offline;
            var name = SafeText.CleanLine(member.Name);
            var rest = member.Kind == AuthorKind.Assistant ? $"assistant, ask with /{name} or @{name}"
                : isHere ? member.Status.ToString().ToLowerInvariant()
                : member.LastSeen is { } seen ? $"last seen {seen.ToLocalTime():d MMM HH:mm}" : "offline";
            yield return $"  {(isHere ? Style.Good("●") : Style.Dim("○"))} {Column(Style.Name(name), 24)} {Style.Dim(rest)}";
        }
    }

    public static IEnumerable<string> Models(IReadOnlyList<ModelInfo> models)
    {
        yield return "";
        foreach (var model in models)
        {
            var size = model.Size is { } bytes ? ", " + ByteSize.Of(bytes) : "";
            var context = model.ContextLength is > 0 and < int.MaxValue ? $", context {Count(model.ContextLength)}" : "";
            var sign = model.IsDefault ? Style.Good("●") : " ";
            yield return $"  {sign} {Column(SafeText.CleanLine(model.Id), 32)} {Style.Dim($"{SafeText.CleanLine(model.Type)}, {SafeText.CleanLine(model.State)}{size}{context}")}";
        }
    }

    public static IEnumerable<string> Older(HistoryPage page, int width) =>
    [
        "", Speech.Rule(Style.Dim("older messages"), "", width - 1),
        .. RoomPane.PrintOlder(page.Messages, width),
        "", Speech.Rule(Style.Dim(page.HasMore ? "end of older messages, /history shows more" : "end of older messages, they began here"), "", width - 1),
    ];

    public static IEnumerable<string> Keys() => KeyHints.Select(line => "  " + Style.Dim(line));

    static string Column(string text, int width) => text + new string(' ', Math.Max(0, width - TextWidth.Of(text)));

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
