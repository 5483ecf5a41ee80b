using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>What is asked of rooms and members, alone and in the middle of a change.</summary>
static class RoomQueries
{
    public static Room? Find(SqliteConnection connection, RoomId id)
    {
        using var command = connection.Prepared($"select {RoomRow.Columns()} from rooms where id = $id and deleted_at is null", "$id");
        using var row = command.With(id.Value).ExecuteReader();
        return row.Read() ? RoomRow.Read(row) : null;
    }

    public static RoomStanding? FindStanding(SqliteConnection connection, RoomId id, UserId user)
    {
        using var command = PrepareStanding(connection);
        return FindStanding(command, id, user);
    }

    public static SqliteCommand PrepareStanding(SqliteConnection connection) => connection.Prepared(
        $"""
        select {RoomRow.Columns()}, p.role, p.muted_until, p.version,
            p.role is null and exists (select 1 from bans b where b.room_id = rooms.id and b.user_id = $user)
        from rooms left join participants p on p.room_id = rooms.id and p.user_id = $user
        where rooms.id = $id and deleted_at is null
        """, "$id", "$user");

    public static RoomStanding? FindStanding(SqliteCommand prepared, RoomId id, UserId user)
    {
        using var row = prepared.With(id.Value, user.Value).ExecuteReader();
        if (!row.Read()) return null;
        var at = RoomRow.Count;
        return new RoomStanding(RoomRow.Read(row), row.IsDBNull(at) ? null : RoomRow.Standing(row, at), row.GetBoolean(at + 3));
    }

    /// <summary>The people of a room, by name; or one of them.</summary>
    public static List<Participant> ReadParticipants(SqliteConnection connection, RoomId room, int limit, UserId? only = null)
    {
        using var command = connection.Prepared(
            $"""
            select u.id, u.name, u.last_seen, p.role, p.muted_until, p.version from participants p join users u on u.id = p.user_id
            where p.room_id = $room {(only is null ? "" : "and p.user_id = $user")} order by u.name_key limit $limit
            """, "$room", "$limit", "$user");
        using var row = command.With(room.Value, limit, only?.Value).ExecuteReader();
        var people = new List<Participant>();
        while (row.Read()) people.Add(new(new(row.GetString(0)), row.GetString(1), RoomRow.Time(row.GetInt64(2)), RoomRow.Standing(row, 3)));
        return people;
    }

    /// <summary>See <see cref="RoomChange.Named"/>. Of a direct room in which nothing was said only who opened it knows.</summary>
    public static HashSet<UserId> ReadNamed(SqliteConnection connection, Room room) =>
        [.. connection.Query<string>(
            room.Visibility == Visibility.Public
                ? "select user_id from bans where room_id = @Room"
                : """
                  select user_id from participants where room_id = @Room and (@IsBegun or not exists (
                      select 1 from direct_rooms d where d.room_id = @Room and d.opened_by <> user_id))
                  """,
            new { Room = room.Id.Value, IsBegun = room.Seq > 0 }).Select(UserId.Of)];

    public static IReadOnlyList<RoomId> ReadIds(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var ids = new List<RoomId>();
        while (row.Read()) ids.Add(new(row.GetString(0)));
        return ids;
    }

    public static RoomRole? RoleOf(SqliteConnection connection, RoomId room, UserId user) =>
        connection.ExecuteScalar<string?>(
            "select role from participants where room_id = @Room and user_id = @User", new { Room = room.Value, User = user.Value }) is { } word ? Words.Parse<RoomRole>(word) : null;
}
