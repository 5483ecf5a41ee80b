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

    public Task<RoomView?> ReadViewAsync(RoomId id, UserId user, ViewQuery query, CancellationToken stop) => database.ReadAsync(connection =>
    {
        if (RoomQueries.FindStanding(connection, id, user) is not { Room: var room, Standing: { } standing }) return null;
        return new RoomView(
            room, standing, RoomQueries.ReadParticipants(connection, id, query.Listed),
            query.AfterRev is { } rev ? SqliteMessageStore.ReadChanges(connection, id, rev, query.Changes) : SqliteMessageStore.ReadPage(connection, id, null, query.Messages),
            SqliteCursorStore.Count(connection, [new(id, user)])[0],
            SqliteCursorStore.Read(connection, id, query.Foremost, query.Listed),
            SqliteCursorStore.ReadThreads(connection, id, user, thread: null, room.Seq, query.Listed));
    }, stop);

    public Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<Room>>(connection =>
    {
        // In two halves, each by an index of its own: most rooms are others' private ones.
        using var command = connection.Prepared(
            $"""
            select {RoomRow.Columns()}, p.role from participants p cross join rooms on rooms.id = p.room_id
            where p.user_id = $user and (kind <> 'direct' or seq > 0
                or exists (select 1 from direct_rooms d where d.room_id = rooms.id and (d.opened_by is null or d.opened_by = $user)))
            union all
            select {RoomRow.Columns()}, null from rooms
            where visibility = 'public' and not exists (select 1 from participants p where p.room_id = rooms.id and p.user_id = $user)
                and not exists (select 1 from bans b where b.room_id = rooms.id and b.user_id = $user)
            order by name, id
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

    public Task<IReadOnlyDictionary<UserId, IReadOnlyList<RoomId>>> ReadRoomsOfAsync(IReadOnlyCollection<UserId> people, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyDictionary<UserId, IReadOnlyList<RoomId>>>(connection =>
        {
            using var command = connection.Prepared("select room_id from participants where user_id = $user", "$user");
            return people.ToDictionary(user => user, user => RoomQueries.ReadIds(command.With(user.Value)));
        }, stop);

    public Task<long> CountAsync(RoomKind? kind, CancellationToken stop) => database.ReadAsync(connection =>
        connection.ExecuteScalar<long>("select count(*) from rooms where deleted_at is null and (@Kind is null or kind = @Kind)", new { Kind = kind?.Word() }), stop);

    Task<RoomOutcome> WriteAsync(Func<SqliteConnection, RoomOutcome> work) => database.Writer.WriteAsync(work);

    Memberships Members(SqliteConnection connection) => _members ??= new Memberships(connection);
}
