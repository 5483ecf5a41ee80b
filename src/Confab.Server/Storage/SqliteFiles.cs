using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Uploaded files on their way into a message, and out of it.</summary>
sealed class SqliteFiles(SqliteConnection connection)
{
    readonly SqliteCommand _find = connection.Prepared(
        """
        select id, name, type, size, width, height, has_thumbnail from attachments
        where id = $id and room_id = $room and user_id = $user and message_id is null
        """, "$id", "$room", "$user");
    readonly SqliteCommand _give = connection.Prepared("update attachments set message_id = $message where id = $id", "$message", "$id");
    readonly SqliteCommand _drop = connection.Prepared("delete from attachments where message_id = $message", "$message");

    /// <summary>Null when one of them is not its author's in this room, or belongs to a message already.</summary>
    public IReadOnlyList<Attachment>? Find(NewMessage message)
    {
        var files = message.Attachments.Select(id => Find(id, message)).OfType<Attachment>().ToList();
        return files.Count == message.Attachments.Count ? files : null;
    }

    public void Give(Message message)
    {
        foreach (var file in message.Attachments ?? []) _give.With(message.Id.Value, file.Id.Value).ExecuteNonQuery();
    }

    /// <summary>The message lets go of them: what lies in the folder without a row is swept away.</summary>
    public void Drop(Message message)
    {
        if (message.Attachments is not null) _drop.With(message.Id.Value).ExecuteNonQuery();
    }

    Attachment? Find(AttachmentId id, NewMessage message)
    {
        using var row = _find.With(id.Value, message.RoomId.Value, message.Author.Id.Value).ExecuteReader();
        return row.Read()
            ? new Attachment(new(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetInt64(3), Pixels(row, 4), Pixels(row, 5), row.GetBoolean(6) ? true : null)
            : null;
    }

    static int? Pixels(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
