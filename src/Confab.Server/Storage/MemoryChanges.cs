using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How memories change and go in a SQLite database. Each method runs in the writer's transaction.</summary>
static class MemoryChanges
{
    /// <summary>Gives it other words or another scope, and no uses from one room into another; one of the same topic that is there already gives way.</summary>
    public static void Move(SqliteConnection connection, StoredMemory before, StoredMemory after)
    {
        connection.Execute(
            """
            delete from memories where assistant_id = @Assistant and scope = @Scope and ifnull(user_id, '') = ifnull(@User, '') and ifnull(room_id, '') = ifnull(@Room, '')
                and tier = @Tier and topic = @Topic and id <> @Id;
            update memories set embedding = iif(content = @Content, embedding, null), embedding_model = iif(content = @Content, embedding_model, null),
                uses = iif(room_id is @Room, uses, 0), last_used_at = iif(room_id is @Room, last_used_at, null),
                content = @Content, said_by = @By, scope = @Scope, room_id = @Room, updated_at = @Updated
            where id = @Id;
            """, MemoryWrites.Row(after));
        // Whoever may see it no longer is to hear that it is gone.
        if ((before.Scope, before.Room) != (after.Scope, after.Room))
        {
            connection.Execute("insert into memory_gone (id, assistant_id, scope, user_id, room_id) values (@Id, @Assistant, @Scope, @User, @Room)", MemoryWrites.Row(before));
            MemoryWrites.Evict(connection, after);
        }
    }

    public static int ForgetAll(SqliteConnection connection, UserId person, UserId? assistant, DateTimeOffset at)
    {
        PassOver(connection, person, assistant, at);
        return connection.Execute(
            "delete from memories where user_id = @Person and (@Assistant is null or assistant_id = @Assistant)", new { Person = person.Value, Assistant = assistant?.Value });
    }

    /// <summary>What somebody has said and nobody has thought about yet is not thought about any more: what they have forgotten would come back.</summary>
    public static void PassOver(SqliteConnection connection, UserId person, UserId? assistant, DateTimeOffset at) => connection.Execute(
        """
        insert into memory_off (user_id, assistant_id, until)
            select distinct @Person, c.assistant_id, @At from participants p join memory_cursors c on c.room_id = p.room_id
            where p.user_id = @Person and (@Assistant is null or c.assistant_id = @Assistant)
            union select @Person, @Assistant, @At where @Assistant is not null
        on conflict do update set until = iif(until is null, null, max(until, excluded.until))
        """, new { Person = person.Value, Assistant = assistant?.Value, At = at.ToUnixTimeMilliseconds() });

    public static IReadOnlyList<GoneMemory> TakeGone(SqliteConnection connection, int limit)
    {
        using var command = connection.Prepared(
            "delete from memory_gone where doc in (select doc from memory_gone order by doc limit $limit) returning id, assistant_id, scope, user_id, room_id", "$limit");
        using var row = command.With(limit).ExecuteReader();
        var gone = new List<GoneMemory>();
        while (row.Read())
            gone.Add(new(
                new(row.GetString(0)), new(row.GetString(1)), Words.Parse<MemoryScope>(row.GetString(2)),
                row.IsDBNull(3) ? null : new(row.GetString(3)), row.IsDBNull(4) ? null : new(row.GetString(4))));
        return gone;
    }

    public static int Switch(SqliteConnection connection, UserId person, UserId assistant, bool isOn, DateTimeOffset at) => connection.Execute(
        isOn
            ? "update memory_off set until = @At where user_id = @Person and assistant_id = @Assistant and until is null"
            : "insert into memory_off (user_id, assistant_id) values (@Person, @Assistant) on conflict do update set until = null",
        new { Person = person.Value, Assistant = assistant.Value, At = at.ToUnixTimeMilliseconds() });
}
