using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Messages by their ids, on the writer's connection.</summary>
sealed class SqliteFinder(SqliteConnection connection, SqliteWriter writer)
{
    readonly SqliteCommand _find = connection.Prepared($"select {MessageRow.Columns} from messages where id = $id", "$id");
    readonly SqliteStatement _isKnown = writer.Prepare(
        "select 1 where exists (select 1 from messages where id = ?1) or exists (select 1 from reply_drafts where message_id = ?1)");

    public Message? Find(MessageId id) => MessageRow.ReadAll(_find.With(id.Value)).FirstOrDefault();

    /// <summary>Whether it is a message's, or promised to one.</summary>
    public bool IsKnown(MessageId id) => _isKnown.Bind(id.Value).Run();
}
