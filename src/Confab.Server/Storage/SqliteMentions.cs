using Confab.Protocol;
using Confab.Server.Messages;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Who of a room's people is named in which message. A message without an <c>@</c> costs nothing here.</summary>
sealed class SqliteMentions(SqliteConnection connection)
{
    readonly SqliteCommand _find = connection.Prepared(
        "select p.user_id from users u join participants p on p.user_id = u.id and p.room_id = $room where u.name_key = $key", "$room", "$key");
    readonly SqliteCommand _add = connection.Prepared(
        "insert into mentions (room_id, user_id, seq) values ($room, $user, $seq) on conflict do nothing", "$room", "$user", "$seq");
    readonly SqliteCommand _read = connection.Prepared("select user_id from mentions where room_id = $room and seq = $seq", "$room", "$seq");
    readonly SqliteCommand _drop = connection.Prepared("delete from mentions where room_id = $room and seq = $seq", "$room", "$seq");

    /// <summary>Whom the message names now; null for nobody. Its author is not told of himself.</summary>
    public List<UserId>? Add(Message message)
    {
        if (!message.Content.Contains('@')) return null;
        List<UserId>? named = null;
        foreach (var names in MentionedNames.In(message.Content))
            if (FindFirst(message.RoomId, names) is { } user && user != message.Author.Id.Value
                && _add.With(message.RoomId.Value, user, message.Seq).ExecuteNonQuery() == 1) (named ??= []).Add(new(user));
        return named;
    }

    /// <summary>Whom the message named; null for nobody.</summary>
    public List<UserId>? Drop(Message message)
    {
        if (!message.Content.Contains('@')) return null;
        var named = new List<UserId>();
        using (var row = _read.With(message.RoomId.Value, message.Seq).ExecuteReader())
            while (row.Read()) named.Add(new(row.GetString(0)));
        if (named.Count == 0) return null;
        _drop.With(message.RoomId.Value, message.Seq).ExecuteNonQuery();
        return named;
    }

    string? FindFirst(RoomId room, IEnumerable<string> names) =>
        names.Select(key => _find.With(room.Value, key).ExecuteScalar() as string).FirstOrDefault(user => user is not null);
}
