using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a reply draft lies in its table.</summary>
static class ReplyDraftRow
{
    public static SqliteCommand PrepareInsert(SqliteConnection connection) => connection.Prepared(
        """
        insert into reply_drafts (message_id, room_id, author_id, author_name, parent_id, content, model, created_at, thread_id, variant_of)
        values ($id, $room, $author, $name, $parent, $content, $model, $at, $thread, $variant)
        """, "$id", "$room", "$author", "$name", "$parent", "$content", "$model", "$at", "$thread", "$variant");

    public static void Insert(SqliteCommand insert, ReplyDraft draft) => insert.With(
        draft.MessageId.Value, draft.RoomId.Value, draft.Author.Id.Value, draft.Author.Name, draft.ParentId.Value,
        draft.Content, draft.Model, draft.CreatedAt.ToUnixTimeMilliseconds(), draft.ThreadId?.Value, draft.VariantOf?.Value).ExecuteNonQuery();

    public static bool Update(SqliteConnection connection, ReplyDraft draft)
    {
        using var command = connection.Prepared("update reply_drafts set content = $content, model = $model where message_id = $id", "$content", "$model", "$id");
        return command.With(draft.Content, draft.Model, draft.MessageId.Value).ExecuteNonQuery() == 1;
    }

    public static List<ReplyDraft> ReadAll(SqliteConnection connection)
    {
        using var command = connection.Prepared(
            "select message_id, room_id, author_id, author_name, parent_id, content, model, created_at, thread_id, variant_of from reply_drafts order by created_at, message_id");
        using var row = command.ExecuteReader();
        var drafts = new List<ReplyDraft>();
        while (row.Read())
            drafts.Add(new ReplyDraft(
                new(row.GetString(0)), new(row.GetString(1)), new(new(row.GetString(2)), row.GetString(3), AuthorKind.Assistant), new(row.GetString(4)),
                row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
                row.IsDBNull(8) ? null : new(row.GetString(8)), row.IsDBNull(9) ? null : new(row.GetString(9))));
        return drafts;
    }
}
