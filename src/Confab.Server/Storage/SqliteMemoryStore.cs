using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteMemoryStore : IMemoryStore
{
    readonly SqliteDatabase _database;
    readonly MemoryRights _rights;

    public SqliteMemoryStore(SqliteDatabase database)
        : this(database, MemoryRights.Ours) { }

    /// <summary>With other rights, for the test that shows what would come of them.</summary>
    internal SqliteMemoryStore(SqliteDatabase database, MemoryRights rights) => (_database, _rights) = (database, rights);

    public Task<IReadOnlyList<StoredMemory>> KeepAsync(IReadOnlyList<NewMemory> memories) => _database.Writer.WriteAsync<IReadOnlyList<StoredMemory>>(
        connection => [.. memories.Select(m => MemoryWrites.Keep(connection, m)).OfType<StoredMemory>()]);

    public Task<IReadOnlyList<StoredMemory>> FindAsync(MemoryQuestion question, IReadOnlyList<string> words, int limit, CancellationToken stop)
    {
        if (words.Count == 0) return Task.FromResult<IReadOnlyList<StoredMemory>>([]);
        return AskAsync(
            question,
            $"""
            from memory_index f cross join memories m on m.doc = f.rowid
            where memory_index match $words and m.assistant_id = $assistant and {_rights.ToAudience}
            order by bm25(memory_index, 2.0, 1.0), m.doc desc limit $limit
            """, [("$words", SearchExpression.OfAny(words)), ("$limit", limit)], MemoryRow.ReadAll, stop);
    }

    public Task<IReadOnlyList<EmbeddedMemory>> ReadEmbeddedAsync(MemoryQuestion question, string model, int limit, CancellationToken stop) => AskAsync(
        question,
        $"""
        from memories m where {MemoryRights.NearAudience} and {_rights.ToAudience} and m.embedding_model = $model and m.embedding is not null
        order by m.doc desc limit $limit
        """, [("$model", model), ("$limit", limit)], ReadEmbedded, stop, ", m.embedding");

    public Task<IReadOnlyList<StoredMemory>> ReadProfileAsync(MemoryQuestion question, IReadOnlyList<string> topics, int limit, CancellationToken stop) => AskAsync(
        question,
        $"""
        from memories m where m.assistant_id = $assistant and m.user_id = $asker and m.tier = 'long_term' and {_rights.ToAudience}
            and exists (select 1 from json_each($topics) t where m.topic = t.value or m.topic like t.value || ':%')
        order by ifnull(m.importance, 5) desc, m.updated_at desc limit $limit
        """, [("$topics", MemoryRights.Json(topics)), ("$limit", limit)], MemoryRow.ReadAll, stop);

    public Task MarkUsedAsync(IReadOnlyCollection<MemoryId> ids, DateTimeOffset at) => _database.Writer.WriteAsync(connection => connection.Execute(
        "update memories set uses = uses + 1, last_used_at = @At where id in (select value from json_each(@Ids))",
        new { At = at.ToUnixTimeMilliseconds(), Ids = MemoryRights.Json(ids.Select(i => i.Value)) }));

    public Task<IReadOnlyList<ReadableMemory>> ListAsync(MemoryFilter filter, CancellationToken stop) => _database.ReadAsync<IReadOnlyList<ReadableMemory>>(connection =>
    {
        if (filter.Words is { Count: 0 }) return [];
        var found = filter.Words is null ? "" : "join memory_index f on f.rowid = m.doc and memory_index match $words";
        return ReadFor(connection, filter.Reader,
            $"""
            {found} where {MemoryRights.NearReader} and {_rights.ToReader}
                and ($assistant is null or m.assistant_id = $assistant) and ($scope is null or m.scope = $scope) and ($tier is null or m.tier = $tier)
                and ($room is null or m.room_id = $room or (m.source_room_id = $room and m.user_id = $reader)) and (not $mine or m.user_id = $reader)
            order by {(filter.Words is null ? "m.updated_at desc, m.doc desc" : "bm25(memory_index, 2.0, 1.0), m.doc desc")} limit $limit offset $skip
            """,
            ("$words", filter.Words is null ? null : SearchExpression.OfAny(filter.Words)), ("$assistant", filter.Assistant?.Value), ("$scope", filter.Scope?.Word()),
            ("$tier", filter.Tier?.Word()), ("$room", filter.Room?.Value), ("$mine", filter.OnlyAboutReader), ("$limit", filter.Limit), ("$skip", filter.Skip));
    }, stop);

    public Task<ReadableMemory?> FindAsync(UserId reader, MemoryId id, CancellationToken stop) =>
        _database.ReadAsync(connection => Find(connection, reader, id), stop);

    public Task<StoredMemory?> EditAsync(UserId by, MemoryId id, MemoryEdit edit) => _database.Writer.WriteAsync(connection =>
    {
        if (Find(connection, by, id) is not { MayChange: true, Memory: var before }) return null;
        if (edit.Scope is { } scope && (before.About != by || (scope == MemoryScope.Room && !IsInRemembering(connection, edit.Room, by)))) return null;
        // Who left a room takes what is theirs out of it, and writes nothing into it any more.
        if (edit.Scope is null && before.Room is { } room && !IsIn(connection, room, by)) return null;
        var after = before with { Content = edit.Content ?? before.Content, Scope = edit.Scope ?? before.Scope, UpdatedAt = edit.At };
        // The new words are those of whoever gave them: who said the old ones and left is not to read on.
        if (edit.Content is not null) after = after with { SaidBy = by };
        if (edit.Scope is not null) after = after with { Room = after.Scope == MemoryScope.Room ? edit.Room : null };
        if (after.Room != before.Room) after = after.Unused();
        MemoryChanges.Move(connection, before, after);
        return after;
    });

    public Task<IReadOnlyList<StoredMemory>> ForgetAsync(UserId by, IReadOnlyList<MemoryId> ids) => _database.Writer.WriteAsync<IReadOnlyList<StoredMemory>>(connection =>
    {
        var mine = ids.Select(id => Find(connection, by, id)).OfType<ReadableMemory>().Where(m => m.MayChange).Select(m => m.Memory).ToList();
        connection.Execute("delete from memories where id in (select value from json_each(@Ids))", new { Ids = MemoryRights.Json(mine.Select(m => m.Id.Value)) });
        return mine;
    });

    public Task<int> ForgetAllAsync(UserId person, UserId? assistant, DateTimeOffset at) =>
        _database.Writer.WriteAsync(connection => MemoryChanges.ForgetAll(connection, person, assistant, at));

    public Task PassOverAsync(UserId person, UserId assistant, DateTimeOffset at) => _database.Writer.WriteAsync(connection =>
    {
        MemoryChanges.PassOver(connection, person, assistant, at);
        return true;
    });

    public async Task<IReadOnlyList<GoneMemory>> TakeGoneAsync(int limit) =>
        // Nothing is, mostly: a look costs less than a transaction.
        await _database.ReadAsync(connection => connection.ExecuteScalar<bool>("select exists (select 1 from memory_gone)"), CancellationToken.None)
            ? await _database.Writer.WriteAsync(connection => MemoryChanges.TakeGone(connection, limit))
            : [];

    public Task<IReadOnlyList<UserId>> ReadOffAsync(UserId person, CancellationToken stop) => _database.ReadAsync<IReadOnlyList<UserId>>(
        connection => [.. connection.Query<string>("select assistant_id from memory_off where user_id = @Id and until is null order by assistant_id", new { Id = person.Value }).Select(UserId.Of)], stop);

    public Task SwitchAsync(UserId person, UserId assistant, bool isOn, DateTimeOffset at) => _database.Writer.WriteAsync(
        connection => MemoryChanges.Switch(connection, person, assistant, isOn, at));

    public Task<IReadOnlyList<StoredMemory>> ReadWithoutEmbeddingAsync(string model, int limit, CancellationToken stop) => _database.ReadAsync<IReadOnlyList<StoredMemory>>(connection =>
    {
        using var command = connection.Prepared($"select {MemoryRow.Columns} from memories m where m.embedding_model is not $model order by m.doc desc limit $limit", "$model", "$limit");
        return MemoryRow.ReadAll(command.With(model, limit));
    }, stop);

    public Task SetEmbeddingsAsync(string model, IReadOnlyList<EmbeddedMemory> embedded) => _database.Writer.WriteAsync(connection =>
    {
        using var command = connection.Prepared(
            "update memories set embedding = $vector, embedding_model = $model where id = $id and content = $content", "$vector", "$model", "$id", "$content");
        foreach (var one in embedded) command.With(MemoryRow.Blob(one.Vector), model, one.Memory.Id.Value, one.Memory.Content).ExecuteNonQuery();
        return true;
    });

    Task<IReadOnlyList<T>> AskAsync<T>(
        MemoryQuestion question, string where, (string Name, object Value)[] more, Func<SqliteCommand, List<T>> read, CancellationToken stop, string columns = "") =>
        _database.ReadAsync<IReadOnlyList<T>>(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select {MemoryRow.Columns}{columns} {where}";
            MemoryRights.Bind(command, question);
            foreach (var (name, value) in more) command.Parameters.AddWithValue(name, value);
            return read(command);
        }, stop);

    ReadableMemory? Find(SqliteConnection connection, UserId reader, MemoryId id) =>
        ReadFor(connection, reader, $"where m.id = $id and {_rights.ToReader}", ("$id", id.Value)).FirstOrDefault();

    List<ReadableMemory> ReadFor(SqliteConnection connection, UserId reader, string where, params (string Name, object? Value)[] more)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {MemoryRow.Columns}, {_rights.ByReader}, {MemoryRights.UsedBeforeReader} from memories m {where}";
        command.Parameters.AddWithValue("$reader", reader.Value);
        foreach (var (name, value) in more) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        using var row = command.ExecuteReader();
        var found = new List<ReadableMemory>();
        while (row.Read())
        {
            var memory = MemoryRow.Read(row);
            found.Add(new(row.GetBoolean(MemoryRow.Count + 1) ? memory : memory.Unused(), !row.IsDBNull(MemoryRow.Count) && row.GetBoolean(MemoryRow.Count)));
        }
        return found;
    }

    static List<EmbeddedMemory> ReadEmbedded(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var memories = new List<EmbeddedMemory>();
        while (row.Read()) memories.Add(new(MemoryRow.Read(row), MemoryRow.Vector(row, MemoryRow.Count)));
        return memories;
    }

    static bool IsIn(SqliteConnection connection, RoomId room, UserId person) => connection.ExecuteScalar<bool>(
        "select exists (select 1 from participants where room_id = @Room and user_id = @Person)", new { Room = room.Value, Person = person.Value });

    static bool IsInRemembering(SqliteConnection connection, RoomId? room, UserId person) => connection.ExecuteScalar<bool>(
        "select exists (select 1 from participants x join rooms r on r.id = x.room_id where r.id = @Room and x.user_id = @Person and r.deleted_at is null and r.memory)",
        new { Room = room?.Value, Person = person.Value });
}
