using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Replies that are promised to messages which are there already.</summary>
static class SqliteDrafts
{
    public static PromisedReplies Add(SqliteConnection connection, IReadOnlyList<ReplyDraft> drafts)
    {
        var promised = new List<ReplyDraft>();
        foreach (var draft in drafts)
        {
            var placed = draft.VariantOf is null ? draft with { VariantOf = FirstOf(connection, draft) } : draft;
            if (WhyNot(connection, placed) is { } refusal) return new PromisedReplies([], refusal);
            promised.Add(placed);
        }
        using var insert = ReplyDraftRow.PrepareInsert(connection);
        foreach (var draft in promised) ReplyDraftRow.Insert(insert, draft);
        return new PromisedReplies(promised);
    }

    public static bool Drop(SqliteConnection connection, MessageId id)
    {
        using var drop = connection.Prepared("delete from reply_drafts where message_id = $id", "$id");
        return drop.With(id.Value).ExecuteNonQuery() == 1;
    }

    /// <summary>What its assistant answered to the same question, or what others stand in the place of.</summary>
    static MessageId? FirstOf(SqliteConnection connection, ReplyDraft draft)
    {
        using var first = connection.Prepared(
            """
            select id from messages m where parent_id = $parent and author_kind = 'assistant' and variant_of is null and author_id = $author
                and (deleted_at is null or exists (select 1 from messages v where v.variant_of = m.id and v.deleted_at is null))
            order by seq limit 1
            """, "$parent", "$author");
        return first.With(draft.ParentId.Value, draft.Author.Id.Value).ExecuteScalar() is string id ? new MessageId(id) : null;
    }

    static DraftRefusal? WhyNot(SqliteConnection connection, ReplyDraft draft)
    {
        using var question = connection.Prepared("select 1 from messages where id = $parent and room_id = $room and deleted_at is null", "$parent", "$room");
        if (question.With(draft.ParentId.Value, draft.RoomId.Value).ExecuteScalar() is null) return DraftRefusal.QuestionGone;
        using var other = connection.Prepared("select 1 from reply_drafts where parent_id = $parent and author_id = $author", "$parent", "$author");
        if (other.With(draft.ParentId.Value, draft.Author.Id.Value).ExecuteScalar() is not null) return DraftRefusal.StillWritten;
        return draft.VariantOf is { } place && SqliteVariants.IsFull(connection, place) ? DraftRefusal.TooManyVariants : null;
    }
}
