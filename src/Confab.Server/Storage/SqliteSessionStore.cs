using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteSessionStore(SqliteDatabase database) : ISessionStore
{
    static readonly string Select =
        $"""
        select {RoomRow.Columns("r")},
            u.id, u.name, s.is_guests, s.system_prompt, (select m.created_at from messages m where m.room_id = r.id and m.seq = r.seq)
        from chat_sessions s
        join rooms r on r.id = s.room_id
        join participants p on p.room_id = r.id
        join users u on u.id = p.user_id
        """;

    public Task<bool> CreateAsync(NewSession session) => database.Writer.WriteAsync(connection =>
    {
        var row = new
        {
            Room = session.Room.Id.Value,
            Person = session.Person.Id.Value,
            session.Person.Name,
            Key = session.GuestKey,
            Prompt = session.SystemPrompt,
            At = session.Room.CreatedAt.ToUnixTimeMilliseconds(),
        };
        if (connection.ExecuteScalar<bool>("select exists (select 1 from rooms where id = @Room) or exists (select 1 from users where name_key = @Key)", row)) return false;
        if (session.GuestKey is not null)
            connection.Execute("insert into users (id, name, name_key, created_at, last_seen) values (@Person, @Name, @Key, @At, @At)", row);
        RoomRows.Insert(connection, session.Room);
        connection.Execute(
            """
            insert into chat_sessions (room_id, is_guests, system_prompt) values (@Room, @Key is not null, @Prompt);
            insert into participants (room_id, user_id, joined_at, role) values (@Room, @Person, @At, 'owner');
            update rooms set user_count = 1 where id = @Room;
            """, row);
        return true;
    });

    public Task<ChatSession?> FindAsync(RoomId id, CancellationToken stop) => database.ReadAsync(connection => Find(connection, id), stop);

    public Task<IReadOnlyList<ChatSession>> ReadOfAsync(UserId person, RoomId? before, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<ChatSession>>(connection =>
        {
            using var command = connection.Prepared(
                $"""
                {Select}
                where p.user_id = $person and ($before is null or (r.created_at, r.id) < (
                    select b.created_at, b.id from rooms b join participants mine on mine.room_id = b.id and mine.user_id = $person where b.id = $before))
                order by r.created_at desc, r.id desc limit $limit
                """, "$person", "$before", "$limit");
            return ReadAll(command.With(person.Value, before?.Value, limit));
        }, stop);

    public Task<ChatSession?> RetitleAsync(RoomId id, string title, string insteadOf) => database.Writer.WriteAsync(connection =>
    {
        var changed = connection.Execute(
            """
            update rooms set name = @Title, version = version + 1
            where id = @Room and name = @InsteadOf and exists (select 1 from chat_sessions where room_id = @Room)
            """,
            new { Room = id.Value, Title = title, InsteadOf = insteadOf });
        return changed == 0 ? null : Find(connection, id);
    });

    public Task<bool> DeleteAsync(RoomId id) => database.Writer.WriteAsync(connection =>
    {
        var row = new { Room = id.Value };
        connection.Execute(
            """
            delete from users where id in (
                select p.user_id from participants p join chat_sessions s on s.room_id = p.room_id where s.room_id = @Room and s.is_guests)
            """, row);
        return connection.Execute("delete from rooms where id in (select room_id from chat_sessions where room_id = @Room)", row) == 1;
    });

    public Task<long> CountAsync(CancellationToken stop) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>("select count(*) from chat_sessions"), stop);

    static ChatSession? Find(SqliteConnection connection, RoomId id)
    {
        using var command = connection.Prepared($"{Select} where s.room_id = $id", "$id");
        return ReadAll(command.With(id.Value)).FirstOrDefault();
    }

    static List<ChatSession> ReadAll(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var sessions = new List<ChatSession>();
        var at = RoomRow.Count;
        while (row.Read())
        {
            var room = RoomRow.Read(row);
            sessions.Add(new ChatSession(
                room, new(new(row.GetString(at)), row.GetString(at + 1), AuthorKind.User), row.GetBoolean(at + 2), row.IsDBNull(at + 3) ? null : row.GetString(at + 3),
                row.IsDBNull(at + 4) ? room.CreatedAt : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(at + 4))));
        }
        return sessions;
    }
}
