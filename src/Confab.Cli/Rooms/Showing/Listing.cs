using System.Globalization;
using Confab.Cli.Models;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>What commands show, as rows.</summary>
static class Listing
{
    static readonly string[] KeyHints =
    [
        "/HANDLE or @HANDLE asks an assistant, Esc stops its answer, leaves a thread, or stops a file.",
        "Tab completes commands and names; in an empty line it takes what is suggested, as /1, /2 … do.",
        "Alt+Enter, Ctrl+J, or a \\ at the end of the line begin another line.",
        "Up and Down bring back what you wrote before. Ctrl+L clears the screen.",
    ];

    public static IEnumerable<string> Rooms(IReadOnlyList<Room> rooms, IReadOnlySet<RoomId> joined, RoomId? current, UserId? me = null)
    {
        yield return "";
        foreach (var room in rooms)
        {
            var sign = room.Id == current ? Style.Good("●") : joined.Contains(room.Id) || room.IsMember == true ? Style.Dim("●") : " ";
            var people = room.UserCount == 1 ? "1 person" : $"{room.UserCount} people";
            var privacy = room.Kind == RoomKind.Direct ? ", between you two" : room.Visibility == Visibility.Private ? ", private" : "";
            var state = room.ArchivedAt is null ? "" : ", archived";
            var own = room.Kind == RoomKind.Direct ? "" : room.Role is RoomRole.Owner or RoomRole.Moderator ? $", you are {(room.Role == RoomRole.Owner ? "its owner" : "a moderator")}" : room.IsMember == true ? ", you are a member" : "";
            var unread = room.Unread > 0 ? Style.Warning($"  +{room.Unread}") : "";
            yield return $"  {sign} {Column(RoomName.Of(room, me), 24)} {Style.Dim($"{people}, {(room.Seq == 1 ? "1 message" : $"{Count(room.Seq)} messages")}{privacy}{state}{own}")}{unread}";
            if (room.Topic is { Length: > 0 } topic) yield return $"      {Style.Dim(Excerpt.Of(topic))}";
        }
    }

    public static IEnumerable<string> Members(IReadOnlyCollection<Member> members)
    {
        yield return "";
        foreach (var member in members.OrderBy(m => m.Kind).ThenBy(m => m.Status).ThenBy(m => m.Name, StringComparer.OrdinalIgnoreCase))
        {
            var sign = member.Status switch
            {
                PresenceStatus.Online => Style.Good("●"),
                PresenceStatus.Busy => Style.Bad("●"),
                PresenceStatus.Away => Style.Warning("◐"),
                _ => Style.Dim("○"),
            };
            yield return $"  {sign} {Column(Style.Name(SafeText.CleanLine(member.Name)), 24)} {Style.Dim(About(member))}";
        }
    }

    static string About(Member member)
    {
        if (member.Kind == AuthorKind.Assistant) return $"assistant, ask with /{SafeText.CleanLine(Addressing.HandleOf(member))} or @{SafeText.CleanLine(Addressing.HandleOf(member))}";
        List<string> parts = [];
        if (member.Role is RoomRole.Owner or RoomRole.Moderator) parts.Add(member.Role == RoomRole.Owner ? "owner" : "moderator");
        parts.Add(PresenceWords.Of(member));
        if (member.Devices is { Count: > 0 } devices) parts.Add($"at {SafeText.CleanLine(string.Join(" and ", devices.Distinct()))}");
        if (member.MutedUntil is { } until) parts.Add($"muted until {until.ToLocalTime():d MMM HH:mm}");
        return string.Join(", ", parts);
    }

    public static IEnumerable<string> Threads(IReadOnlyList<FollowedThread> threads, RoomPane pane)
    {
        yield return "";
        foreach (var thread in threads.OrderByDescending(thread => thread.Unread))
        {
            var root = pane.State.Find(thread.ThreadId);
            var unread = thread.Unread > 0 ? Style.Warning($"  {thread.Unread} new") : "";
            yield return root is null
                ? $"  {Style.Dim("  a thread further up; /search in:thread finds it")}{unread}"
                : $"  {Style.Dim($"/thread {root.Seq}")}  {Style.Name(SafeText.CleanLine(root.Author.Name))}  {Excerpt.Of(root)}{unread}";
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

    /// <summary>Messages that stand elsewhere, between two rules.</summary>
    public static IEnumerable<string> Page(IReadOnlyList<Message> messages, RoomPane pane, string title, string end, int width)
    {
        var rows = new MessageRows(pane);
        List<string> page = ["", Speech.Rule(Style.Dim(title), "", width - 1)];
        Message? previous = null;
        foreach (var message in messages)
        {
            page.AddRange(rows.Of(message, previous, goesOn: true, width));
            previous = message;
        }
        return [.. page, "", Speech.Rule(Style.Dim(end), "", width - 1)];
    }

    public static IEnumerable<string> Keys() => KeyHints.Select(line => "  " + Style.Dim(line));

    static string Column(string text, int width) => text + new string(' ', Math.Max(0, width - TextWidth.Of(text)));

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
