using System.Text;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Client.Search;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>What a search found, with the words marked and what names each message.</summary>
static class SearchRows
{
    public static IEnumerable<string> Of(SearchPage page, RoomId? current, IEnumerable<RoomPane> panes, int width)
    {
        yield return "";
        if (page.Results.Count == 0) yield return "  " + Style.Dim(page.HasMore ? "nothing yet, /more looks further" : "nothing was found");
        foreach (var hit in page.Results)
        {
            var room = panes.FirstOrDefault(pane => pane.Id == hit.Room.Id)?.Name ?? SafeText.CleanLine(hit.Room.Name);
            var place = hit.Room.Id == current ? $"{hit.Message.Seq}" : $"{room}#{hit.Message.Seq}";
            yield return $"  {Style.Accent(place)}  {Style.Name(SafeText.CleanLine(hit.Message.Author.Name))}  {Style.Dim($"{hit.Message.CreatedAt.ToLocalTime():d MMM yyyy HH:mm}")}";
            foreach (var row in Wrapping.Rows(Marked(hit.Snippet), width - 5)) yield return "    " + row;
        }
        if (page.Results.Count > 0) yield return "  " + Style.Dim(page.HasMore ? "/show N goes there, /more goes on" : "/show N goes there");
    }

    static string Marked(Snippet snippet)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var match in snippet.Matches.Where(match => match.Start >= 0 && match.Length > 0 && match.Start + match.Length <= snippet.Text.Length))
        {
            if (match.Start < at) continue;
            text.Append(Plain(snippet.Text[at..match.Start])).Append(Style.Bold(Style.Accent(Plain(snippet.Text.Substring(match.Start, match.Length)))));
            at = match.Start + match.Length;
        }
        return text.Append(Plain(snippet.Text[at..])).ToString();
    }

    static string Plain(string text) => SafeText.Clean(text).Replace('\n', ' ');
}
