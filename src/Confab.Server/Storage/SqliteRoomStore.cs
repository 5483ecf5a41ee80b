using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteRoomStore(SqliteDatabase database) : IRoomStore
{
    public Task<bool> CreateAsync(NewRoom room) => database.Writer.WriteAsync(connection => Insert(connection, room));

    internal static bool Insert(SqliteConnection connection, NewRoom room) => connection.Execute(
        """
        insert into rooms (id, name, kind, visibility, assistant_mode, created_at)
        values (@Id, @Name, @Kind, @Visibility, @Mode, @At) on conflict (id) do nothing
        """,
        new
        {
            Id = room.Id.Value,
            room.Name,
            Kind = room.Kind.Word(),
            Visibility = room.Visibility.Word(),
            Mode = room.AssistantMode.Word(),
            At = room.CreatedAt.ToUnixTimeMilliseconds(),
        }) == 1;

    public Task<Room?> FindAsync(RoomId id, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared($"select {RoomRow.Columns()} from rooms where id = $id", "$id");
        return ReadRooms(command.With(id.Value)).FirstOrDefault();
    }, stop);

    public Task<RoomStanding?> FindStandingAsync(RoomId id, UserId user, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared(
            $"""
            select {RoomRow.Columns()}, p.role, p.muted_until, p.version,
                p.role is null and exists (select 1 from bans b where b.room_id = rooms.id and b.user_id = $user)
            from rooms left join participants p on p.room_id = rooms.id and p.user_id = $user
            where rooms.id = $id
            """, "$id", "$user");
        using var row = command.With(id.Value, user.Value).ExecuteReader();
        return row.Read() ? ReadStanding(row) : null;
    }, stop);

    public Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<Room>>(connection =>
    {
        using var command = connection.Prepared(
            $"""
            select {RoomRow.Columns()}, exists (select 1 from participants p where p.room_id = rooms.id and p.user_id = $user) as is_member
            from rooms where visibility = 'public' or is_member
            order by name, id
            """, "$user");
        return ReadRooms(command.With(user?.Value ?? ""), forSomebody: user is not null);
    }, stop);

    public Task<bool> AddParticipantAsync(RoomId room, UserId user, DateTimeOffset joinedAt) => database.Writer.WriteAsync(connection =>
    {
        var isNew = connection.Execute(
            """
            insert into participants (room_id, user_id, joined_at)
            select id, @User, @At from rooms where id = @Room on conflict do nothing
            """,
            new { Room = room.Value, User = user.Value, At = joinedAt.ToUnixTimeMilliseconds() }) == 1;
        if (isNew) connection.Execute("update rooms set user_count = user_count + 1 where id = @Room", new { Room = room.Value });
        return isNew;
    });

    public Task<bool> RemoveParticipantAsync(RoomId room, UserId user) => database.Writer.WriteAsync(connection =>
    {
        var left = connection.Execute(
            "delete from participants where room_id = @Room and user_id = @User", new { Room = room.Value, User = user.Value }) == 1;
        if (left) connection.Execute("update rooms set user_count = user_count - 1 where id = @Room", new { Room = room.Value });
        return left;
    });

    public Task<bool> IsParticipantAsync(RoomId room, UserId user, CancellationToken stop) => database.ReadAsync(connection =>
        connection.ExecuteScalar<long>(
            "select count(*) from participants where room_id = @Room and user_id = @User", new { Room = room.Value, User = user.Value }) == 1, stop);

    public Task<IReadOnlyList<Participant>> ReadParticipantsAsync(RoomId room, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Participant>>(connection =>
        {
            using var command = connection.Prepared(
                """
                select u.id, u.name, u.last_seen from participants p join users u on u.id = p.user_id
                where p.room_id = $room order by u.name_key limit $limit
                """, "$room", "$limit");
            using var row = command.With(room.Value, limit).ExecuteReader();
            var people = new List<Participant>();
            while (row.Read()) people.Add(new(new(row.GetString(0)), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))));
            return people;
        }, stop);

    public Task<IReadOnlyList<RoomId>> ReadRoomsOfAsync(UserId user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<RoomId>>(connection =>
        [.. connection.Query<string>("select room_id from participants where user_id = @User", new { User = user.Value }).Select(RoomId.Of)], stop);

    public Task<long> CountAsync(RoomKind? kind, CancellationToken stop) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>("select count(*) from rooms where @Kind is null or kind = @Kind", new { Kind = kind?.Word() }), stop);

    static RoomStanding ReadStanding(SqliteDataReader row)
    {
        var at = RoomRow.Count;
        var standing = row.IsDBNull(at)
            ? null
            : new Standing(
                Words.Parse<RoomRole>(row.GetString(at)), row.IsDBNull(at + 1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(at + 1)), row.GetInt64(at + 2));
        return new RoomStanding(RoomRow.Read(row), standing, row.GetBoolean(at + 3));
    }

    static List<Room> ReadRooms(SqliteCommand command, bool forSomebody = false)
    {
        using var row = command.ExecuteReader();
        var rooms = new List<Room>();
        while (row.Read()) rooms.Add(RoomRow.Read(row) with { IsMember = forSomebody ? row.GetInt64(RoomRow.Count) != 0 : null });
        return rooms;
    }
}
