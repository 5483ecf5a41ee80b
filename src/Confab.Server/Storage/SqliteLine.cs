using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// What leads to a message of a chat, whose variants begin branches: what it follows, step by step, and the answers to that.
/// Each step is a look by an index.
/// </summary>
sealed class SqliteLine(SqliteConnection connection, Message question)
{
    // Lines of the system stand between, and what was deleted still leads to what it followed.
    const int StepsPerMessage = 3;

    readonly SqliteCommand _above = connection.Prepared($"select {MessageRow.Columns} from messages where room_id = $room and seq < $seq and thread_id is null order by seq desc limit 1", "$room", "$seq");
    readonly SqliteCommand _byId = connection.Prepared($"select {MessageRow.Columns} from messages where id = $id", "$id");
    readonly SqliteCommand _top = connection.Prepared("select context_seq from rooms where id = $room", "$room");
    readonly SqliteVariants _variants = new(connection);

    public List<Message> Read(int limit)
    {
        var top = (long)_top.With(question.RoomId.Value).ExecuteScalar()!;
        var line = Walk(limit, top);
        var all = line.Concat(Answers(line, limit)).Where(m => m.Id == question.Id || (m.Author.Kind != AuthorKind.System && SqliteVariants.HasWords(m))).OrderBy(m => m.Seq).ToList();
        return all[Math.Max(0, all.Count - limit)..];
    }

    List<Message> Walk(int limit, long top)
    {
        var line = new List<Message> { question };
        while (line.Count < limit * StepsPerMessage && Before(line[^1]) is { } before && IsBelow(top, before)) line.Add(before);
        return line;
    }

    /// <summary>An answer that was written anew stands where the first did: of a question from above the line it is not from below it.</summary>
    bool IsBelow(long top, Message message) =>
        message.Seq > top && (message is not { Author.Kind: AuthorKind.Assistant, VariantOf: { } first } || ById(first) is not { } place || place.Seq > top);

    /// <summary>Always an older one, so that no walk goes round.</summary>
    Message? Before(Message message) => OneBefore(message, by: message) is { } before && before.Seq < message.Seq ? before : null;

    Message? OneBefore(Message message, Message by)
    {
        if (message.AfterId is { } after) return ById(after) is { } chosen ? _variants.Followed(chosen, by, isChosen: true) : null;
        if (message.VariantOf is { } first) return ById(first) is { } place ? OneBefore(place with { VariantOf = null }, by) : null;
        return MessageRow.ReadAll(_above.With(message.RoomId.Value, message.Seq)).FirstOrDefault() is { } above ? _variants.Followed(above, by, isChosen: false) : null;
    }

    Message? ById(MessageId id) => MessageRow.ReadAll(_byId.With(id.Value)).FirstOrDefault();

    /// <summary>An answer may have come only when something else was asked already: of each place without one on the line the one that counts.</summary>
    IEnumerable<Message> Answers(List<Message> line, int limit)
    {
        var (oldest, known) = (line[^1].Seq, line.ToDictionary(m => m.Id));
        if (question.Seq - oldest + 1 == line.Count) return [];
        using var beside = connection.Prepared(
            $"""
            select {MessageRow.Columns} from messages where room_id = $room and seq > $oldest and seq < $seq and author_kind = 'assistant' and thread_id is null
            order by seq desc limit $limit
            """, "$room", "$oldest", "$seq", "$limit");
        var places = line.Select(m => m.VariantOf ?? m.Id).ToHashSet();
        return [.. MessageRow.ReadAll(beside.With(question.RoomId.Value, oldest, question.Seq, limit * 10))
            .Where(m => SqliteVariants.HasWords(m) && m.ParentId is { } asked && known.ContainsKey(asked) && !places.Contains(m.VariantOf ?? m.Id))
            .GroupBy(m => m.VariantOf ?? m.Id).Select(place => place.MaxBy(m => m.Status == MessageStatus.Complete)!)];
    }
}
