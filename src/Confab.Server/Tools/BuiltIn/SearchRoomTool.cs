using System.Text;
using Confab.Protocol;
using Confab.Server.Storage;
using Microsoft.Extensions.AI;

namespace Confab.Server.Tools.BuiltIn;

/// <summary>
/// Searches the room that the answer is written in, and no other: whoever reads the answer may read what it finds. Above the line from
/// which assistants begin anew it finds nothing.
/// </summary>
/// <param name="search">Where it looks.</param>
/// <param name="room">The room.</param>
/// <param name="asker">Who reads it.</param>
/// <param name="question">What is being answered: it has the words too, and says nothing new.</param>
sealed class SearchRoomTool(ISearchStore search, RoomId room, UserId asker, MessageId? question) : BuiltInTool(
    ToolName, "Searches everything that was said in this room, the newest first.",
    """{"type":"object","properties":{"words":{"type":"string","description":"Words that must all be in a message"},"author":{"type":"string","description":"Only what this person said"}},"required":["words"]}""")
{
    public const string ToolName = "search_room";

    const int MostHits = 8, MostCharacters = 600, MostWords = 12;

    protected override async Task<string> RunAsync(AIFunctionArguments arguments, CancellationToken stop)
    {
        var words = Require(arguments, "words").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(word => word.Any(char.IsLetterOrDigit)).Take(MostWords).Select(word => new SearchWord(word)).ToList();
        if (words.Count == 0) throw new ArgumentException("\"words\" has no word with a letter or a digit");
        var query = new SearchQuery(asker, words) { Room = room, SinceAnew = true, Limit = MostHits + 1, AuthorKey = Text(arguments, "author") is { Length: > 0 } author ? Accounts.Username.KeyOf(author.TrimStart('@')) : null };
        var page = await search.FindAsync(query, stop);
        var hits = (page?.Hits ?? []).Where(hit => hit.Message.Id != question).Take(MostHits).ToList();
        return hits.Count > 0 ? string.Join('\n', hits.Select(Line)) : "Nothing was found.";
    }

    static string Line(SearchHit hit)
    {
        var m = hit.Message;
        var said = m.Content.Length > MostCharacters ? m.Content[..MostCharacters] + " …" : m.Content;
        return new StringBuilder().Append(m.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)).Append(" UTC, ")
            .Append(m.Author.Name).Append(": ").Append(said.ReplaceLineEndings("\n    ")).ToString();
    }
}
