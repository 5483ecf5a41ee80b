using Confab.Cli.CommandLine;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Client.Search;

namespace Confab.Cli.Rooms.Commands;

/// <summary>What was said before: search it, and look at what stood around a message.</summary>
sealed class SearchCommands(ConfabClient client, RoomDesk desk, Errands errands, MessageChoice choice)
{
    const int PageSize = 10, Around = 9;

    (string Query, string Before)? _next;

    public SlashCommandGroup Group => new("What was said",
    [
        new("/search", "WORDS", "find it: \"a phrase\" begin* -without from:ada in:tea has:file in:thread after:2026-01-31", said => Search(said, null)),
        new("/more", "", "go on with the last search", _ => More()),
        new("/show", "[ROOM#]N", "show a message with those around it", Show),
        new("/history", "", "show older messages", _ => Older()),
    ]);

    void Search(string query, string? before)
    {
        if (query.Length == 0) desk.AddProblem("What are you looking for? /search WORDS.");
        else errands.Run(stop => client.SearchAsync(query, PageSize, before, stop), page => Tell(query, page));
    }

    void Tell(string query, SearchPage page)
    {
        _next = page is { HasMore: true, Before: { } before } ? (query, before) : null;
        var isOther = desk.Current?.Id;
        desk.AddRows(width => SearchRows.Of(page, isOther, desk.Panes, width));
    }

    void More()
    {
        if (_next is { } next) Search(next.Query, next.Before);
        else desk.AddNote("There is no more of it.");
    }

    void Show(string said) => errands.Run(async stop =>
    {
        var at = said.LastIndexOf('#');
        var pane = at > 0 ? desk.Panes.FirstOrDefault(open => string.Equals(open.Name, said[..at].Trim(), StringComparison.OrdinalIgnoreCase)) : desk.Current;
        if (pane is null) throw new Failure($"You are in no room \"{said[..Math.Max(at, 0)].Trim()}\".");
        if (MessageChoice.Split(said[(at + 1)..]).Number is not { } number) throw new Failure("Which message? /show N, or /show ROOM#N.");
        var message = await choice.FindAsync(pane, number, stop);
        var page = await client.HistoryAroundAsync(pane.Id, message.Id, Around, stop);
        await errands.TellAsync(() => desk.AddRows(width => Listing.Page(page.Messages, pane, $"around {number} in {pane.Name}", $"/thread {number} opens its thread, /reply {number} answers it", width)));
    });

    void Older()
    {
        if (desk.Current is not { } pane) return;
        if (!pane.State.HasOlder || pane.State.Messages.Count == 0) desk.AddNote("This is the beginning; there is nothing older.");
        else errands.Run(stop => client.HistoryAsync(pane.Id, pane.State.Messages[0].Seq, stop: stop), page =>
            desk.AddRows(width => Listing.Page(page.Messages, pane, "older messages", page.HasMore ? "end of older messages, /history shows more" : "end of older messages, they began here", width)));
    }
}
