using Confab.Cli.Models;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>What stands round the messages: answers being written, what is on its way, what one might say, and where one is.</summary>
sealed class DeskParts(RoomDesk desk, ConfabClient client, TimeProvider clock)
{
    const int BarLength = 20;

    public string Hint => desk.Talk is { Thread: not null } ? "Reply in the thread, or /back" : desk.Current is null ? "/rooms lists the rooms, /join enters one" : "Write a message, or /help";

    public string Sign => desk.Talk is { Thread: not null } ? "↳ " : "› ";

    public IEnumerable<IReadOnlyList<string>> Speaking(int width)
    {
        var blocks = new List<IReadOnlyList<string>>();
        if (desk.Talk is { } talk)
        {
            var margin = new MessageRows(talk.Pane).Margin();
            foreach (var reply in talk.Pane.State.Replies.Where(reply => reply.ThreadId == talk.Thread))
                blocks.Add([ReplyHeader.Of(reply), .. reply.Tools.Select(tool => ToolRow.Of(tool, margin, width)), .. Speech.Body(reply.Text, width, margin)]);
            var waiting = talk.Pane.Outgoing.Where(message => message.Thread == talk.Thread).ToList();
            if (waiting.Count > 0)
                blocks.Add([Speech.Header(client.User.Name, null, client.State is ConnectionState.Open ? "sending …" : "will be sent when the connection is back"), .. waiting.SelectMany(message => Speech.Body(message.Text, width, margin))]);
        }
        if (desk.Transfers.Count > 0) blocks.Add([.. desk.Transfers.Select(transfer => StyledText.Cut("  " + Progress(transfer), width - 1))]);
        return blocks;
    }

    public IEnumerable<string> Offers(int width)
    {
        if (desk.Talk is not { } talk || Suggestions.Of(talk).Count == 0) return [];
        var items = talk.Pane.State.Suggestions!.Items;
        return ["", .. Packed(items.Select((item, i) => Style.Accent($"/{i + 1}") + Style.Dim(" " + SafeText.CleanLine(item))), width - 3).Select(row => "  " + row)];
    }

    // As many in a row as there is room for; none is broken.
    static IEnumerable<string> Packed(IEnumerable<string> chips, int width)
    {
        const string Between = "   ";
        var row = "";
        foreach (var chip in chips.Select(chip => StyledText.Cut(chip, width)))
        {
            if (row.Length > 0 && TextWidth.Of(row) + Between.Length + TextWidth.Of(chip) > width)
            {
                yield return row;
                row = "";
            }
            row += row.Length > 0 ? Between + chip : chip;
        }
        yield return row;
    }

    public string Status(int width)
    {
        if (desk.Current is not { } pane) return Speech.Rule("in no room", Connection(), width - 1);
        List<string> parts = [Style.Bold(pane.Name) + (desk.Talk!.Root is { } root ? Style.Bold($" › thread {root.Seq}") : ""), Style.Dim(Present(pane))];
        if (Writers(pane) is { Length: > 0 } writers) parts.Add(Style.Accent(writers));
        var inThreads = pane.State.Threads.Where(thread => thread.ThreadId != desk.Talk.Thread).Sum(thread => thread.Unread);
        if (inThreads > 0) parts.Add(Style.Warning($"↳ {inThreads}"));
        foreach (var other in desk.Panes)
            if (other != pane && Unread(other) is { Length: > 0 } unread) parts.Add(Style.Warning($"{other.Name} {unread}"));
        return Speech.Rule(string.Join(Style.Dim(" · "), parts), Connection(), width - 1);
    }

    static string Unread(RoomPane pane)
    {
        var inThreads = pane.State.Threads.Sum(thread => thread.Unread);
        return string.Join(' ', new[]
        {
            pane.State.Unread > 0 ? $"+{pane.State.Unread}" : "",
            pane.State.Mentions > 0 ? $"@{pane.State.Mentions}" : "",
            inThreads > 0 ? $"↳{inThreads}" : "",
        }.Where(part => part.Length > 0));
    }

    static string Present(RoomPane pane)
    {
        if (pane.Other is { } other && pane.State.Find(other.Id) is { } member) return PresenceWords.Of(member);
        return $"{pane.State.Members.Count(member => member.Kind == AuthorKind.User && member.Status != PresenceStatus.Offline)} online";
    }

    static string Progress(Transfer transfer)
    {
        var full = transfer.Size > 0 ? (int)(BarLength * Math.Min(1, transfer.Done / (double)transfer.Size)) : BarLength;
        var bar = Style.Accent(new string('━', full)) + Style.Dim(new string('─', BarLength - full));
        return $"{(transfer.IsUpload ? "↑" : "↓")} {transfer.Name}  {bar}  {Style.Dim($"{ByteSize.Of(transfer.Done)} of {ByteSize.Of(transfer.Size)}  Esc stops")}";
    }

    string Writers(RoomPane pane)
    {
        var me = client.User.Id;
        var names = pane.State.Writing.Where(member => member.Id != me).Select(member => SafeText.CleanLine(member.Name)).ToList();
        return names.Count switch
        {
            0 => "",
            1 => $"{names[0]} is writing …",
            2 => $"{names[0]} and {names[1]} are writing …",
            _ => $"{names.Count} are writing …",
        };
    }

    string Connection() => client.State switch
    {
        ConnectionState.Open => Style.Good("●") + Style.Dim($" {SafeText.CleanLine(client.User.Name)}"),
        ConnectionState.Connecting => Style.Warning("◌ connecting …"),
        ConnectionState.Waiting waiting => Style.Bad("○") + Style.Warning($" offline, next try in {Seconds(waiting)} s"),
        _ => Style.Bad("○ closed"),
    };

    double Seconds(ConnectionState.Waiting waiting) => Math.Max(0, Math.Ceiling((waiting.NextTry - clock.GetUtcNow()).TotalSeconds));
}
