using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqlitePromptStore(SqliteDatabase database) : IPromptStore
{
    public Task SaveAsync(KeptPrompt prompt) => database.Writer.WriteAsync(connection =>
    {
        var isKept = connection.Execute(
            """
            insert into prompts (message_id, model, context_length, budget, tokens, left_out, created_at)
            select @Id, @Model, @ContextLength, @Budget, @Tokens, @LeftOut, @At
            where exists (select 1 from messages where id = @Id and deleted_at is null) on conflict do nothing
            """,
            new { Id = prompt.MessageId.Value, prompt.Model, prompt.ContextLength, prompt.Budget, prompt.Tokens, prompt.LeftOut, At = Milliseconds(prompt.MadeAt) }) == 1;
        if (isKept) InsertParts(connection, prompt);
        return isKept;
    });

    public Task<ShownPrompt?> FindAsync(MessageId answer, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared(
            "select model, context_length, budget, tokens, left_out, created_at from prompts where message_id = $id", "$id");
        using var row = command.With(answer.Value).ExecuteReader();
        return row.Read()
            ? new ShownPrompt(
                answer, row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), RoomRow.Time(row.GetInt64(5)), ReadParts(connection, answer))
            : null;
    }, stop);

    public async Task<int> DropAsync(DateTimeOffset madeBefore, int limit, CancellationToken stop)
    {
        // Looked for beside the writer, who then only takes them out.
        var old = await database.ReadAsync(
            connection => connection.Query<string>("select message_id from prompts where created_at < @Before limit @Limit", new { Before = Milliseconds(madeBefore), Limit = limit }).AsList(), stop);
        return old.Count == 0 ? 0 : await database.Writer.WriteAsync(connection => connection.Execute("delete from prompts where message_id in @Old", new { Old = old }));
    }

    // What was forgotten between the making of the prompt and now is not kept either.
    static void InsertParts(SqliteConnection connection, KeptPrompt prompt)
    {
        using var insert = connection.Prepared(
            """
            insert into prompt_parts (message_id, ordinal, kind, title, tokens, source_message_id, source_memory_id, summary_id, source_file, line_from, line_to, content)
            values ($id, $ordinal, $kind, $title, $tokens, $message, $memory, $summary, $file, $from, $to, case
                when $memory is not null and not exists (select 1 from memories where id = $memory and updated_at <= $recalled) then null
                when $summary is not null and not exists (select 1 from summaries where id = $summary) then null
                when $message is not null and not exists (select 1 from messages where id = $message and deleted_at is null) then null
                else $content end)
            """,
            "$id", "$ordinal", "$kind", "$title", "$tokens", "$message", "$memory", "$summary", "$file", "$from", "$to", "$content", "$recalled");
        for (var i = 0; i < prompt.Parts.Count; i++)
        {
            var part = prompt.Parts[i];
            insert.With(
                prompt.MessageId.Value, i, part.Kind, part.Title, part.Tokens, part.MessageId?.Value, part.MemoryId?.Value, part.SummaryId,
                part.Source?.File, part.Source?.From, part.Source?.To, part.Content, Milliseconds(prompt.RecalledAt)).ExecuteNonQuery();
        }
    }

    static List<ShownPart> ReadParts(SqliteConnection connection, MessageId answer)
    {
        using var command = connection.Prepared(
            """
            select p.kind, p.title, p.tokens, p.source_message_id, p.source_memory_id, p.source_file, p.line_from, p.line_to, p.content,
                m.author_id, m.author_name, m.author_kind, m.content,
                case when p.source_message_id is not null and (m.id is null or m.deleted_at is not null) then 'deleted'
                    when p.kind = 'message' then case when m.edited_at >= q.created_at then 'changed' end
                    when p.kind = 'background' then 'not_kept'
                    when p.content is null then 'forgotten' end
            from prompt_parts p join prompts q on q.message_id = p.message_id left join messages m on m.id = p.source_message_id
            where p.message_id = $id order by p.ordinal
            """, "$id");
        using var row = command.With(answer.Value).ExecuteReader();
        var parts = new List<ShownPart>();
        while (row.Read())
        {
            var gone = Text(row, 13);
            parts.Add(new ShownPart(
                row.GetString(0), IsNamed(row, gone) ? Text(row, 1) : null, gone is not null ? null : row.GetString(0) == "message" ? Text(row, 12) : Text(row, 8), row.GetInt32(2),
                Text(row, 3) is { } message ? new(message) : null,
                row.IsDBNull(9) ? null : new Author(new(row.GetString(9)), row.GetString(10), Words.Parse<AuthorKind>(row.GetString(11))),
                Text(row, 4) is { } memory ? new(memory) : null,
                Text(row, 5) is { } file ? new KnowledgeSource(file, row.GetInt32(6), row.GetInt32(7)) : null, gone));
        }
        return parts;
    }

    /// <summary>A memory's topic and a file's name tell of what was taken back.</summary>
    static bool IsNamed(SqliteDataReader row, string? gone) => gone is null || row.GetString(0) is not ("memory" or "file");

    static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
