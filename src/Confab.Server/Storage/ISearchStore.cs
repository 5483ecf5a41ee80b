using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Finds messages by their words, in the rooms of whoever asks and nowhere else.</summary>
public interface ISearchStore
{
    /// <summary>
    /// The newest messages that fit, newest first. Of rooms that the reader is not in nothing is found, and nothing that follows
    /// tells of them. Deleted messages, and the system's, are not found.
    /// Null where the reader is in no room of the id or name that was asked for.
    /// </summary>
    Task<SearchPage?> FindAsync(SearchQuery query, CancellationToken stop);
}

/// <param name="Reader">In whose rooms is searched.</param>
/// <param name="Words">All must be there, but the excluded ones, of which none may; may be empty beside other filters.</param>
public sealed record SearchQuery(UserId Reader, IReadOnlyList<SearchWord> Words)
{
    public RoomId? Room { get; init; }

    /// <summary>Of the one <see cref="Room"/> only what stands below the line from which assistants begin anew.</summary>
    public bool SinceAnew { get; init; }

    /// <summary>The id of a room, or its name in any case.</summary>
    public string? RoomName { get; init; }

    public UserId? Author { get; init; }

    /// <summary>A person by what makes two names the same.</summary>
    public string? AuthorKey { get; init; }

    public AuthorKind? Kind { get; init; }

    /// <summary>Taken then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Taken earlier than that.</summary>
    public DateTimeOffset? To { get; init; }

    public bool HasFile { get; init; }

    public bool InThread { get; init; }

    /// <summary>Where the page before ended: <see cref="SearchPage.Next"/>.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = Limits.DefaultPage;
}

/// <param name="Text">A word, or several that stand one behind the other. Has at least one letter or digit.</param>
/// <param name="IsPrefix">The last of them may go on.</param>
public readonly record struct SearchWord(string Text, bool IsPrefix = false, bool IsExcluded = false);

/// <param name="Next">Where to go on; null at the end. There may be a next page with nothing in it.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, long? Next);

/// <param name="Message">Without reactions, ratings, its own thread and how it was made.</param>
/// <param name="Matches">Where in its content the words stand (UTF-16), in order; empty where they are in the names of its files.</param>
public sealed record SearchHit(SearchedRoom Room, Message Message, IReadOnlyList<TextRange> Matches);

public sealed record SearchedRoom(RoomId Id, string Name, RoomKind Kind);

/// <param name="Start">UTF-16 units before it.</param>
/// <param name="Length">UTF-16 units.</param>
public readonly record struct TextRange(int Start, int Length);
