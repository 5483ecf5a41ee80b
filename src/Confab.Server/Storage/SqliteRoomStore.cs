using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteRoomStore(SqliteDatabase database) : IRoomStore
{
    Memberships? _members;

    public Task<RoomOutcome> CreateAsync(NewRoom room) => WriteAsync(connection =>
    {
        if (!RoomRows.Insert(connection, room)) return RoomRefusal.Exists;
        if (room.Owner is { } owner) RoomRows.InsertOwner(connection, room, owner);
        return new RoomChange(RoomQueries.Find(connection, room.Id)!) { IsNew = true };
    });

    public Task<RoomOutcome> OpenDirectAsync(NewRoom room, UserId other) => WriteAsync(connection => RoomRows.OpenDirect(connection, room, other));

    public Task<Room?> FindAsync(RoomId id, CancellationToken stop) => database.ReadAsync(connection => RoomQueries.Find(connection, id), stop);

    public Task<RoomStanding?> FindStandingAsync(RoomId id, UserId user, CancellationToken stop) =>
        database.ReadAsync(connection => RoomQueries.FindStanding(connection, id, user), stop);

    public Task<(RoomStanding There, IReadOnlyList<Participant> People)?> ReadAsync(RoomId id, UserId user, int limit, CancellationToken stop) =>
        database.ReadAsync<(RoomStanding, IReadOnlyList<Participant>)?>(
            connection => RoomQueries.FindStanding(connection, id, user) is { } there ? (there, RoomQueries.ReadParticipants(connection, id, limit)) : null, stop);

    public Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<Room>>(connection =>
    {
        using var command = connection.Prepared(
            $"""
            select {RoomRow.Columns()}, p.role from rooms left join participants p on p.room_id = rooms.id and p.user_id = $user
            where case when p.role is null
                then visibility = 'public' and not exists (select 1 from bans b where b.room_id = rooms.id and b.user_id = $user)
                else kind <> 'direct' or seq > 0 or exists (select 1 from direct_rooms d where d.room_id = rooms.id and (d.opened_by is null or d.opened_by = $user)) end
            order by rooms.name, rooms.id
            """, "$user");
        using var row = command.With(user?.Value ?? "").ExecuteReader();
        var rooms = new List<Room>();
        while (row.Read())
        {
            RoomRole? role = row.IsDBNull(RoomRow.Count) ? null : Words.Parse<RoomRole>(row.GetString(RoomRow.Count));
            rooms.Add(RoomRow.Read(row) with { IsMember = user is null ? null : role is not null, Role = role });
        }
        return rooms;
    }, stop);

    public Task<RoomOutcome> AddParticipantAsync(RoomId room, UserId user, DateTimeOffset joinedAt, Admission? how = null) =>
        WriteAsync(connection => Members(connection).Add(room, user, joinedAt, how ?? new Admission()));

    public Task<RoomOutcome> RemoveParticipantAsync(RoomId room, UserId user, DateTimeOffset at, Removal? how = null) =>
        WriteAsync(connection => Members(connection).Remove(room, user, at, how));

    public Task<RoomOutcome> SetRoleAsync(RoomId room, UserId user, RoomRole role, Author by, DateTimeOffset at) =>
        WriteAsync(connection => Members(connection).SetRole(room, user, role, by, at));

    public Task<RoomOutcome> MuteAsync(RoomId room, UserId user, DateTimeOffset? until, Author by, DateTimeOffset at) =>
        WriteAsync(connection => Members(connection).Mute(room, user, until, by, at));

    public Task<RoomOutcome> PutAssistantAsync(RoomId room, Author assistant, bool isIn, Author by, DateTimeOffset at) =>
        WriteAsync(connection => RoomRows.PutAssistant(connection, room, assistant, isIn, by, at));

    public Task<RoomOutcome> UpdateAsync(RoomId room, RoomPatch patch, Author by, DateTimeOffset at) =>
        WriteAsync(connection => RoomRows.Update(connection, room, patch, by, at));

    public Task<RoomChange?> RenameAsync(RoomId room, string name, string insteadOf) =>
        database.Writer.WriteAsync(connection => RoomRows.Rename(connection, room, name, insteadOf));

    public Task<RoomOutcome> DeleteAsync(RoomId room, DateTimeOffset at) => WriteAsync(connection => RoomRows.Delete(connection, room, at));

    public Task<bool> DropDeletedAsync(int limit) => database.Writer.WriteAsync(connection => RoomUpkeep.DropDeleted(connection, limit));

    public Task<IReadOnlyList<(RoomId Room, int Days)>> ReadKeepingAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyList<(RoomId, int)>>(connection =>
        [.. connection.Query<(string Id, int Days)>("select id, history_days from rooms where history_days is not null and deleted_at is null").Select(r => (new RoomId(r.Id), r.Days))], stop);

    public Task<RoomChange?> DropHistoryAsync(RoomId room, DateTimeOffset olderThan, int limit) =>
        database.Writer.WriteAsync(connection => RoomUpkeep.DropHistory(connection, room, olderThan, limit));

    public Task<bool> IsParticipantAsync(RoomId room, UserId user, CancellationToken stop) =>
        database.ReadAsync(connection => RoomQueries.RoleOf(connection, room, user) is not null, stop);

    public Task<IReadOnlyList<Participant>> ReadParticipantsAsync(RoomId room, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Participant>>(connection => RoomQueries.ReadParticipants(connection, room, limit), stop);

    public Task<IReadOnlyList<RoomId>> ReadRoomsOfAsync(UserId user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<RoomId>>(connection =>
        [.. connection.Query<string>("select room_id from participants where user_id = @User", new { User = user.Value }).Select(RoomId.Of)], stop);

    public Task<long> CountAsync(RoomKind? kind, CancellationToken stop) => database.ReadAsync(connection =>
        connection.ExecuteScalar<long>("select count(*) from rooms where deleted_at is null and (@Kind is null or kind = @Kind)", new { Kind = kind?.Word() }), stop);

    Task<RoomOutcome> WriteAsync(Func<SqliteConnection, RoomOutcome> work) => database.Writer.WriteAsync(work);

    Memberships Members(SqliteConnection connection) => _members ??= new Memberships(connection);
}
