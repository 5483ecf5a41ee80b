using Confab.Cli.Models;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>One message as rows, with its number in the margin: by that number commands name it.</summary>
sealed class MessageRows(RoomPane pane)
{
    const string Edited = "(edited)";

    static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>What stands left of every message of the room; as wide for all of them.</summary>
    public string Margin(Message? message = null)
    {
        var width = Math.Max(3, (pane.State.Room?.Seq ?? 0).ToString(Culture).Length);
        if (message is null) return new string(' ', width + 1);
        var number = message.Seq.ToString(Culture).PadLeft(width) + " ";
        return message.Author.Id != pane.Me.Id && Addressing.Mentions(message.Content, pane.Me.Name) ? Style.Warning(number) : Style.Dim(number);
    }

    /// <param name="message">The message.</param>
    /// <param name="previous">The one shown before it.</param>
    /// <param name="goesOn">Whether nothing else was shown in between.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="mark">How far it has come, where that is shown.</param>
    public IEnumerable<string> Of(Message message, Message? previous, bool goesOn, int width, string mark = "")
    {
        var at = message.CreatedAt.ToLocalTime();
        var isNewDay = previous is not null && previous.CreatedAt.ToLocalTime().Date != at.Date;
        if (isNewDay)
        {
            yield return "";
            yield return Speech.Rule(Style.Dim($"{at:dddd d MMMM}"), "", width - 1);
        }
        if (message.Author.Kind == AuthorKind.System)
        {
            yield return "";
            foreach (var row in Speech.Note("· " + message.Content, width)) yield return row;
            yield break;
        }
        var variants = pane.State.Branches.VariantsOf(message);
        if (isNewDay || !goesOn || variants.Count > 1 || !GoesOn(message, previous))
        {
            yield return "";
            yield return Speech.Header(message.Author.Name, message.CreatedAt, Note(message) + Which(message, variants));
        }
        foreach (var row in Body(message, previous, width)) yield return row;
        var blank = Margin();
        foreach (var row in Made(message, blank, width)) yield return row;
        if (Footer(message) is { Length: > 0 } footer)
            foreach (var row in Wrapping.Rows(footer, width - blank.Length - 1)) yield return blank + row;
        if (End(message) is { } end) yield return blank + end;
        if (mark.Length > 0) yield return blank + Style.Dim(mark);
    }

    static bool GoesOn(Message message, Message? previous) =>
        previous is not null && previous.Author.Id == message.Author.Id && message.Generation is null
        && message.CreatedAt - previous.CreatedAt < Pause;

    static string Note(Message message)
    {
        if (message.Generation is not { } generation) return "";
        var model = SafeText.CleanLine(generation.Model);
        return generation.TokensPerSecond is { } speed ? $"{model}, {speed:0} tokens/s" : model;
    }

    static string Which(Message message, IReadOnlyList<Message> variants)
    {
        if (variants.Count < 2) return "";
        var at = variants.TakeWhile(variant => variant.Id != message.Id).Count() + 1;
        return $"  ‹ {at}/{variants.Count} ›";
    }

    // What an answer was made with: tools that ran, and places that it was shown.
    static IEnumerable<string> Made(Message message, string margin, int width)
    {
        if (message.DeletedAt is not null || message.Generation is not { } made) yield break;
        foreach (var tool in made.Tools ?? []) yield return ToolRow.Of(tool, margin, width);
        if (made.Sources is { Count: > 0 } sources)
            foreach (var row in Wrapping.Rows("sources: " + SourceName.Of(sources), width - margin.Length - 1)) yield return margin + Style.Dim(row);
        if (made.Memories is > 0 and var memories)
            yield return margin + Style.Dim(memories == 1 ? $"with 1 memory, /saw {message.Seq} shows it" : $"with {memories} memories, /saw {message.Seq} shows them");
    }

    IEnumerable<string> Body(Message message, Message? previous, int width)
    {
        var (number, blank) = (Margin(message), Margin());
        if (message.DeletedAt is not null)
        {
            yield return number + Style.Italic("deleted");
            yield break;
        }
        if (message.ParentId is { } parent && parent != previous?.Id && pane.State.Find(parent) is { DeletedAt: null } answered)
        {
            yield return StyledText.Cut(number + Style.Dim($"↩ {answered.Seq} {SafeText.CleanLine(answered.Author.Name)}: {Excerpt.Of(answered)}"), width - 1);
            number = blank;
        }
        if (message.Content.Length > 0)
        {
            foreach (var row in Marked([.. Speech.Body(message.Content, width, number)], message, width)) yield return row;
            number = blank;
        }
        foreach (var file in message.Attachments ?? [])
        {
            yield return StyledText.Cut(number + FileRow(file), width - 1);
            number = blank;
        }
    }

    // A short word goes on at the end of the text where there is room.
    static List<string> Marked(List<string> rows, Message message, int width)
    {
        if (message.EditedAt is null) return rows;
        if (TextWidth.Of(rows[^1]) + Edited.Length + 2 < width) rows[^1] += Style.Dim("  " + Edited);
        else rows.Add(new string(' ', Math.Max(0, width - Edited.Length - 2)) + Style.Dim(Edited));
        return rows;
    }

    static string FileRow(Attachment file)
    {
        var pixels = file is { Width: { } width, Height: { } height } ? $", {width} × {height}" : "";
        return $"📎 {SafeText.CleanLine(file.Name)}{Style.Dim($"  {ByteSize.Of(file.Size)}{pixels}")}";
    }

    string Footer(Message message)
    {
        if (message.DeletedAt is not null && message.Thread is null) return "";
        List<string> parts = [];
        foreach (var reaction in message.Reactions ?? [])
        {
            var words = $"{SafeText.CleanLine(reaction.Emoji)} {reaction.Count}";
            parts.Add(reaction.UserIds.Contains(pane.Me.Id) ? Style.Accent(words) : words);
        }
        if (message.Feedback is { Likes: > 0 } liked) parts.Add(Own($"▲ {liked.Likes}", liked.LikedBy));
        if (message.Feedback is { Dislikes: > 0 } disliked) parts.Add(Own($"▼ {disliked.Dislikes}", disliked.DislikedBy));
        if (message.Thread is { Replies: > 0 } thread) parts.Add(Style.Dim(thread.Replies == 1 ? "↳ 1 reply" : $"↳ {thread.Replies} replies") + New(message.Id));
        return string.Join(Style.Dim(" · "), parts);
    }

    string Own(string words, IReadOnlyList<UserId> people) => people.Contains(pane.Me.Id) ? Style.Accent(words) : Style.Dim(words);

    string New(MessageId thread) => pane.State.Threads.FirstOrDefault(followed => followed.ThreadId == thread) is { Unread: > 0 and var unread }
        ? Style.Warning($", {unread} new") : "";

    static string? End(Message message) => message.Status switch
    {
        MessageStatus.Cancelled => Style.Warning("■ stopped") + Again(message),
        MessageStatus.Interrupted => Style.Warning("■ interrupted: the server went down meanwhile") + Again(message),
        MessageStatus.Error => Style.Bad($"✗ {SafeText.CleanLine(message.Generation?.Error ?? "the model failed")}") + Again(message),
        _ when message.Generation?.IsCut is true => Style.Dim($"■ cut at its length; /continue {message.Seq} goes on"),
        _ => null,
    };

    static string Again(Message message) =>
        Style.Dim(message.Content.Length > 0 ? $"; /again {message.Seq} tries again, /continue {message.Seq} goes on" : $"; /again {message.Seq} tries again");

    static readonly System.Globalization.CultureInfo Culture = System.Globalization.CultureInfo.InvariantCulture;
}
