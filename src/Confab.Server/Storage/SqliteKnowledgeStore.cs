using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteKnowledgeStore(SqliteDatabase database) : IKnowledgeStore
{
    const string Columns = "k.doc, k.path, k.line_from, k.line_to, k.heading, k.content";

    public Task<IReadOnlyList<KnowledgeFile>> ReadFilesAsync(UserId assistant, CancellationToken stop) => database.ReadAsync<IReadOnlyList<KnowledgeFile>>(
        connection => [.. connection.Query<(string Path, long Size, long At)>(
            "select path, size, modified_at from knowledge_files where assistant_id = @Id order by path", new { Id = assistant.Value })
            .Select(f => new KnowledgeFile(f.Path, f.Size, DateTimeOffset.FromUnixTimeMilliseconds(f.At)))], stop);

    public Task PutAsync(UserId assistant, KnowledgeFile file, IReadOnlyList<KnowledgePiece> pieces) => database.Writer.WriteAsync(connection =>
    {
        Remove(connection, assistant, [file.Path]);
        connection.Execute(
            "insert into knowledge_files (assistant_id, path, size, modified_at) values (@Id, @Path, @Size, @At)",
            new { Id = assistant.Value, file.Path, file.Size, At = file.ModifiedAt.ToUnixTimeMilliseconds() });
        using var insert = connection.Prepared(
            "insert into knowledge (assistant_id, path, line_from, line_to, heading, content) values ($id, $path, $from, $to, $heading, $content)",
            "$id", "$path", "$from", "$to", "$heading", "$content");
        foreach (var p in pieces) insert.With(assistant.Value, file.Path, p.From, p.To, p.Heading, p.Content).ExecuteNonQuery();
        return true;
    });

    public Task RemoveAsync(UserId assistant, IReadOnlyList<string> paths) => database.Writer.WriteAsync(connection => Remove(connection, assistant, paths));

    public async Task KeepOnlyAsync(IReadOnlyCollection<UserId> assistants)
    {
        var row = new { Ids = MemoryRights.Json(assistants.Select(a => a.Value)) };
        // There is nothing else, nearly always: a look costs less than a transaction.
        if (!await database.ReadAsync(connection => connection.ExecuteScalar<bool>(
            "select exists (select 1 from knowledge_files where assistant_id not in (select value from json_each(@Ids)))", row), CancellationToken.None)) return;
        await database.Writer.WriteAsync(connection => connection.Execute(
            """
            delete from knowledge where assistant_id not in (select value from json_each(@Ids));
            delete from knowledge_files where assistant_id not in (select value from json_each(@Ids));
            """, row));
    }

    public Task<IReadOnlyList<KnowledgePiece>> FindAsync(UserId assistant, IReadOnlyList<string> words, int limit, CancellationToken stop) =>
        words.Count == 0 ? Task.FromResult<IReadOnlyList<KnowledgePiece>>([]) : database.ReadAsync<IReadOnlyList<KnowledgePiece>>(connection =>
        {
            using var command = connection.Prepared(
                $"""
                select {Columns} from knowledge_index f cross join knowledge k on k.doc = f.rowid
                where knowledge_index match $words and k.assistant_id = $id order by bm25(knowledge_index, 2.0, 1.0), k.doc limit $limit
                """, "$words", "$id", "$limit");
            return ReadAll(command.With(SearchExpression.OfAny(words), assistant.Value, limit), Read);
        }, stop);

    public Task<IReadOnlyList<EmbeddedPiece>> ReadEmbeddedAsync(UserId assistant, string model, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<EmbeddedPiece>>(connection =>
        {
            using var command = connection.Prepared(
                $"select {Columns}, k.embedding from knowledge k where k.assistant_id = $id and k.embedding_model = $model and k.embedding is not null limit $limit", "$id", "$model", "$limit");
            return ReadAll(command.With(assistant.Value, model, limit), row => new EmbeddedPiece(Read(row), MemoryRow.Vector(row, 6)));
        }, stop);

    public Task<IReadOnlyList<KnowledgePiece>> ReadWithoutEmbeddingAsync(string model, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<KnowledgePiece>>(connection =>
        {
            using var command = connection.Prepared($"select {Columns} from knowledge k where k.embedding_model is not $model order by k.doc limit $limit", "$model", "$limit");
            return ReadAll(command.With(model, limit), Read);
        }, stop);

    public Task SetEmbeddingsAsync(string model, IReadOnlyList<EmbeddedPiece> embedded) => database.Writer.WriteAsync(connection =>
    {
        // Docs are never given twice: what was cut anew meanwhile is not there any more.
        using var command = connection.Prepared("update knowledge set embedding = $vector, embedding_model = $model where doc = $doc", "$vector", "$model", "$doc");
        foreach (var one in embedded) command.With(MemoryRow.Blob(one.Vector), model, one.Piece.Doc).ExecuteNonQuery();
        return true;
    });

    static int Remove(SqliteConnection connection, UserId assistant, IReadOnlyList<string> paths) => connection.Execute(
        """
        delete from knowledge where assistant_id = @Id and path in (select value from json_each(@Paths));
        delete from knowledge_files where assistant_id = @Id and path in (select value from json_each(@Paths));
        """, new { Id = assistant.Value, Paths = MemoryRights.Json(paths) });

    static KnowledgePiece Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5));

    static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var row = command.ExecuteReader();
        var found = new List<T>();
        while (row.Read()) found.Add(read(row));
        return found;
    }
}
