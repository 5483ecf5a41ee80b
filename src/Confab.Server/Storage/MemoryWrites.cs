using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How a memory comes into a SQLite database. Each method runs in the writer's transaction.</summary>
static class MemoryWrites
{
    /// <summary>Null where nothing changed: it may not be kept, is kept already, or did not outweigh those that are.</summary>
    public static StoredMemory? Keep(SqliteConnection connection, NewMemory made)
    {
        var memory = made.Memory;
        if (!made.Sources.All(source => IsAsRead(connection, source)) || !MayBeKept(connection, memory, made.Sources)) return null;
        var there = Find(connection, memory);
        if (there is not null && there.Content == memory.Content && there.Confidence >= memory.Confidence) return null;
        var kept = there is null ? memory : memory with { Id = there.Id, CreatedAt = there.CreatedAt, Uses = there.Uses, LastUsedAt = there.LastUsedAt };
        var doc = there is null ? Insert(connection, kept) : Update(connection, kept);
        foreach (var source in made.Sources)
            connection.Execute("insert or ignore into memory_sources (message_id, doc) values (@Id, @Doc)", new { Id = source.Id.Value, Doc = doc });
        return there is null && Evict(connection, kept).Contains(kept.Id) ? null : kept;
    }

    /// <summary>Lets go of what is more than is kept.</summary>
    public static HashSet<MemoryId> Evict(SqliteConnection connection, StoredMemory kept) =>
        [.. connection.Query<string>(
            $"""
            delete from memories where doc in (
                select m.doc from memories m where {HolderOf(kept)} and m.tier = @Tier
                order by ifnull(m.importance, 5) desc, max(m.updated_at, ifnull(m.last_used_at, 0)) desc, m.uses desc, m.doc desc
                limit -1 offset @Most)
            returning id
            """, Row(kept)).Select(MemoryId.Of)];

    public static object Row(StoredMemory m) => new
    {
        Id = m.Id.Value,
        Assistant = m.AssistantId.Value,
        Tier = m.Tier.Word(),
        Scope = m.Scope.Word(),
        User = m.About?.Value,
        Room = m.Room?.Value,
        By = m.SaidBy?.Value,
        m.Topic,
        m.Content,
        m.Importance,
        m.Confidence,
        Source = m.SourceMessageId?.Value,
        SourceRoom = m.SourceRoomId?.Value,
        Created = m.CreatedAt.ToUnixTimeMilliseconds(),
        Updated = m.UpdatedAt.ToUnixTimeMilliseconds(),
        Most = MemoryLimits.Of(m.Tier),
    };

    /// <summary>Those that count together: a person's, or a room's. Said so that an index leads there: the writer looks through nobody else's.</summary>
    static string HolderOf(StoredMemory memory) => memory.Scope == MemoryScope.Room
        ? "m.assistant_id = @Assistant and m.room_id = @Room and m.scope = 'room'"
        : "m.assistant_id = @Assistant and m.user_id = @User and m.scope <> 'room'";

    static long Insert(SqliteConnection connection, StoredMemory memory) => connection.QuerySingle<long>(
        """
        insert into memories (id, assistant_id, tier, scope, user_id, room_id, said_by, topic, content, importance, confidence,
            source_message_id, source_room_id, created_at, updated_at)
        values (@Id, @Assistant, @Tier, @Scope, @User, @Room, @By, @Topic, @Content, @Importance, @Confidence, @Source, @SourceRoom, @Created, @Updated)
        returning doc
        """, Row(memory));

    static long Update(SqliteConnection connection, StoredMemory memory) => connection.QuerySingle<long>(
        """
        delete from memory_sources where doc = (select doc from memories where id = @Id);
        update memories set embedding = iif(content = @Content, embedding, null), embedding_model = iif(content = @Content, embedding_model, null),
            said_by = @By, content = @Content, importance = @Importance, confidence = @Confidence, source_message_id = @Source, source_room_id = @SourceRoom, updated_at = @Updated
        where id = @Id returning doc
        """, Row(memory));

    /// <summary>The one whose place it takes: of the same topic, or with the same words.</summary>
    static StoredMemory? Find(SqliteConnection connection, StoredMemory memory)
    {
        // "is" of a value that may be null is led to by no index.
        var place = memory.Room is null ? "m.user_id = $user and m.room_id is null" : "m.room_id = $room and m.user_id is $user";
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            select {MemoryRow.Columns} from memories m
            where m.assistant_id = $assistant and m.scope = $scope and m.tier = $tier and {place}
                and (($topic is not null and m.topic = $topic) or m.content = $content)
            order by m.topic = $topic desc limit 1
            """;
        foreach (var (name, value) in new (string, string?)[]
        {
            ("$assistant", memory.AssistantId.Value), ("$scope", memory.Scope.Word()), ("$tier", memory.Tier.Word()), ("$user", memory.About?.Value),
            ("$room", memory.Room?.Value), ("$topic", memory.Topic), ("$content", memory.Content),
        }) command.Parameters.AddWithValue(name, (object?)value ?? DBNull.Value);
        return MemoryRow.ReadAll(command).FirstOrDefault();
    }

    static bool IsAsRead(SqliteConnection connection, Message source) => connection.ExecuteScalar<bool>(
        "select exists (select 1 from messages where id = @Id and deleted_at is null and content = @Content)", new { Id = source.Id.Value, source.Content });

    static bool MayBeKept(SqliteConnection connection, StoredMemory memory, IReadOnlyList<Message> sources)
    {
        var row = new
        {
            Room = (memory.Room ?? memory.SourceRoomId)?.Value,
            About = memory.About?.Value,
            Assistant = memory.AssistantId.Value,
            People = MemoryRights.Json(((string?[])[memory.About?.Value, memory.SaidBy?.Value]).OfType<string>()),
            Sources = MemoryRights.Json(sources.Select(s => s.Id.Value)),
        };
        return connection.ExecuteScalar<bool>(
            """
            select (@Room is null or exists (select 1 from rooms where id = @Room and deleted_at is null and memory))
                and (@Room is null or @About is null or exists (select 1 from participants where room_id = @Room and user_id = @About))
                and not exists (select 1 from memory_off where assistant_id = @Assistant and until is null and user_id in (select value from json_each(@People)))
                and not exists (
                    select 1 from json_each(@Sources) s join messages m on m.id = s.value join memory_off o on o.user_id = m.author_id
                    where o.assistant_id = @Assistant and (o.until is null or o.until >= ifnull(m.edited_at, m.created_at)))
            """, row);
    }
}
