using System.Diagnostics;
using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// Newest first: the index is walked from the newest message down, and only as far as the page needs. The room is one of the
/// words looked for, so that a common word costs no more in a small room than in a large one.
/// </summary>
public sealed class SqliteSearchStore(SqliteDatabase database) : ISearchStore
{
    /// <summary>Of somebody in more rooms than this, the newest hits of all rooms are looked through first.</summary>
    const int ManyRooms = 8;

    /// <summary>
    /// Naming a room costs as much as passing over eight hits of others. So long is passed over, then the rooms are named after all:
    /// a rare word was at its end by then, and a common one in many rooms had its page. A beginning costs most by being gathered, which
    /// is better not done twice.
    /// </summary>
    const int PassedOverPerRoom = 8, MostPassedOver = 5000;

    /// <summary>Messages that are looked at in one go: between two of them is seen how much time is left.</summary>
    const long Window = 1_000_000;

    static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    public Task<SearchPage?> FindAsync(SearchQuery query, CancellationToken stop) => database.ReadAsync(connection =>
    {
        var rooms = RoomsOf(connection, query);
        if (rooms.Count == 0 && (query.Room is not null || query.RoomName is not null)) return null;
        if (!TryAuthor(connection, query, out var author) || rooms.Count == 0) return new SearchPage([], null);
        var rows = new SearchRows(connection, query, rooms, LineOf(connection, query));
        var next = Walk(rows, query, author, rooms, MessageTimes.DocsBetween(connection, query.From, query.To));
        return new SearchPage(Marked(rows.Found, query), next);
    }, stop);

    /// <summary>Where to go on, or null when all was seen.</summary>
    static long? Walk(SearchRows rows, SearchQuery query, UserId? author, Dictionary<string, SearchedRoom> rooms, (long First, long End) docs)
    {
        var started = Stopwatch.GetTimestamp();
        var top = Math.Min(docs.End, query.Before ?? long.MaxValue);
        var isPrefix = query.Words.Any(w => w.IsPrefix);
        var patience = isPrefix ? MostPassedOver : Math.Min(rooms.Count * PassedOverPerRoom, MostPassedOver);
        if (rooms.Count > ManyRooms && !rows.Read(SearchExpression.Of(query, author, rooms: null), docs.First, ref top, patience)) return rows.Next;

        var expression = SearchExpression.Of(query, author, rooms.Values);
        // A prefix is gathered whole however small the window is.
        var window = isPrefix ? long.MaxValue : Window;
        while (top > docs.First)
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline) return top;
            var low = window > top - docs.First ? docs.First : top - window;
            if (!rows.Read(expression, low, ref top, long.MaxValue)) return rows.Next;
            top = low;
        }
        return null;
    }

    static List<SearchHit> Marked(IReadOnlyList<(SearchedRoom Room, Message Message)> found, SearchQuery query)
    {
        var matches = SearchExpression.OfWords(query.Words) is { } words ? SqliteHighlights.Find([.. found.Select(f => f.Message.Content)], words) : null;
        return [.. found.Select((f, i) => new SearchHit(f.Room, f.Message, matches?[i] ?? []))];
    }

    static Dictionary<string, SearchedRoom> RoomsOf(SqliteConnection connection, SearchQuery query)
    {
        using var command = connection.Prepared(
            "select r.id, r.name, r.kind from participants p join rooms r on r.id = p.room_id where p.user_id = $reader and ($room is null or r.id = $room)", "$reader", "$room");
        using var row = command.With(query.Reader.Value, query.Room?.Value).ExecuteReader();
        var rooms = new Dictionary<string, SearchedRoom>(StringComparer.Ordinal);
        while (row.Read())
        {
            var room = new SearchedRoom(new(row.GetString(0)), row.GetString(1), Words.Parse<RoomKind>(row.GetString(2)));
            if (query.RoomName is not { } name || room.Id.Value == name || room.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) rooms.Add(room.Id.Value, room);
        }
        return rooms;
    }

    /// <summary>Nothing up to this seq is wanted.</summary>
    static long LineOf(SqliteConnection connection, SearchQuery query) => query is { SinceAnew: true, Room: { } room }
        ? connection.ExecuteScalar<long>("select context_seq from rooms where id = @Id", new { Id = room.Value })
        : 0;

    /// <summary>False when nobody is called so.</summary>
    static bool TryAuthor(SqliteConnection connection, SearchQuery query, out UserId? author)
    {
        author = query.Author;
        if (query.AuthorKey is null) return true;
        if (connection.ExecuteScalar<string>("select id from users where name_key = @Key", new { Key = query.AuthorKey }) is not { } id) return false;
        author = new UserId(id);
        return true;
    }
}
