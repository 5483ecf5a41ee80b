using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>The messages found so far: as many as make a page, and one more that says whether there is another.</summary>
sealed class SearchRows(SqliteConnection connection, SearchQuery query, Dictionary<string, SearchedRoom> rooms, long line)
{
    const string Select =
        """
        select m.room_id, m.doc, m.created_at, m.author_kind, m.seq, m.rev, m.id, m.author_id, m.author_name, m.content, m.parent_id, m.thread_id, m.status, m.attachments, m.edited_at
        from message_index f cross join messages m on m.doc = f.rowid
        where message_index match $words and f.rowid >= $low and f.rowid < $high
        order by f.rowid desc
        """;

    readonly List<(SearchedRoom, Message)> _found = [];
    readonly (long First, long End) _times = (
        query.From?.ToUnixTimeMilliseconds() ?? long.MinValue, query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue);
    int _text;
    long _last;

    public IReadOnlyList<(SearchedRoom Room, Message Message)> Found => _found;

    /// <summary>Where the next page begins, once the page is full; null where everything was seen.</summary>
    public long? Next { get; private set; }

    /// <summary>
    /// Goes down through what fits. False when no more is to be read: the page is full, or there was nothing more in the range.
    /// True when it stopped for having passed over too many, or may go on below the range; <paramref name="top"/> is then where.
    /// </summary>
    public bool Read(string expression, long low, ref long top, long mostPassedOver)
    {
        using var command = connection.Prepared(Select, "$words", "$low", "$high");
        using var row = command.With(expression, low, top).ExecuteReader();
        var passedOver = 0L;
        while (row.Read())
        {
            if (!IsWanted(row, out var room))
            {
                if (++passedOver < mostPassedOver) continue;
                top = row.GetInt64(1);
                return true;
            }
            if (_found.Count == query.Limit || _text >= MessagePage.MostText)
            {
                Next = _last;
                return false;
            }
            Take(row, room);
        }
        // Only a walk over all rooms ends by itself at the end of everything; a window has others below it.
        return mostPassedOver == long.MaxValue;
    }

    bool IsWanted(SqliteDataReader row, out SearchedRoom room) =>
        rooms.TryGetValue(row.GetString(0), out room!) && row.GetInt64(2) is var at && at >= _times.First && at < _times.End && row.GetString(3) != "system" && row.GetInt64(4) > line;

    void Take(SqliteDataReader row, SearchedRoom room)
    {
        var message = new Message(
            new(row.GetString(6)), room.Id, row.GetInt64(4), row.GetInt64(5),
            new(new(row.GetString(7)), row.GetString(8), Words.Parse<AuthorKind>(row.GetString(3))),
            row.GetString(9), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), Words.Parse<MessageStatus>(row.GetString(12)),
            Id(row, 10), ThreadId: Id(row, 11), EditedAt: row.IsDBNull(14) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(14)),
            Attachments: row.IsDBNull(13) ? null : JsonSerializer.Deserialize(row.GetString(13), ProtocolJson.Default.IReadOnlyListAttachment));
        _found.Add((room, message));
        _text += message.Content.Length;
        _last = row.GetInt64(1);
    }

    static MessageId? Id(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new(row.GetString(column));
}
