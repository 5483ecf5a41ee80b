using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <param name="Index">Which of the messages that were read.</param>
readonly record struct Marked(int Index, bool HasReactions, bool HasFeedback);

/// <summary>Reactions and likes: one query each for a whole page, and none where there are none.</summary>
static class MessageMarks
{
    static readonly string Reactions = Query("reactions", "emoji");
    static readonly string Ratings = Query("feedback", "rating");

    public static void Add(SqliteConnection connection, List<Message> messages, List<Marked> marked)
    {
        if (marked.Exists(m => m.HasReactions))
            foreach (var (index, groups) in Read(connection, Reactions, messages, marked.Where(m => m.HasReactions)))
                messages[index] = messages[index] with { Reactions = [.. groups.Select(g => new Reaction(g.What, g.Count, g.Who))] };
        if (marked.Exists(m => m.HasFeedback))
            foreach (var (index, groups) in Read(connection, Ratings, messages, marked.Where(m => m.HasFeedback)))
                messages[index] = messages[index] with { Feedback = FeedbackOf(groups) };
    }

    static Feedback FeedbackOf(List<Group> groups)
    {
        var (likes, dislikes) = (Of(Rating.Like), Of(Rating.Dislike));
        return new Feedback(likes?.Count ?? 0, dislikes?.Count ?? 0, likes?.Who ?? [], dislikes?.Who ?? []);

        Group? Of(Rating rating) => groups.Find(g => g.What == rating.Word());
    }

    static Dictionary<int, List<Group>> Read(SqliteConnection connection, string sql, List<Message> messages, IEnumerable<Marked> marked)
    {
        var indexes = marked.ToDictionary(m => messages[m.Index].Id.Value, m => m.Index);
        using var command = connection.Prepared(sql, "$ids", "$most");
        // Ids hold nothing that JSON would have to escape.
        using var row = command.With($"[\"{string.Join("\",\"", indexes.Keys)}\"]", Limits.MaxNamed).ExecuteReader();
        var found = new Dictionary<int, List<Group>>();
        while (row.Read())
        {
            var index = indexes[row.GetString(0)];
            if (!found.TryGetValue(index, out var groups)) found[index] = groups = [];
            if (groups.Count == 0 || groups[^1].What != row.GetString(1)) groups.Add(new(row.GetString(1), row.GetInt32(2), []));
            groups[^1].Who.Add(new(row.GetString(3)));
        }
        return found;
    }

    /// <summary>Who said what of which message: by the time of the first who did, then by their own.</summary>
    static string Query(string table, string what) =>
        $"""
        select message_id, {what}, total, user_id from (
            select message_id, {what}, user_id,
                count(*) over same as total,
                min(created_at) over same as began,
                row_number() over (partition by message_id, {what} order by created_at, user_id) as turn
            from {table} where message_id in (select value from json_each($ids))
            window same as (partition by message_id, {what}))
        where turn <= $most
        order by message_id, began, {what}, turn
        """;

    sealed record Group(string What, int Count, List<UserId> Who);
}
