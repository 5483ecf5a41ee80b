using Confab.Protocol;
using Confab.Server.Storage;
using Dapper;

namespace Confab.Tests.Storage;

public class SqliteMessageChangesTests : MessageChangesContract
{
    readonly StoreFolder _folder = new();
    readonly SqliteDatabase _database;

    public SqliteMessageChangesTests()
    {
        _database = _folder.Open();
        (Messages, Rooms, Users) = (new SqliteMessageStore(_database), new SqliteRoomStore(_database), new SqliteUserStore(_database));
    }

    protected override IMessageStore Messages { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override Task AddFileAsync(string id, Author by, RoomId room) => _database.Writer.WriteAsync(connection => connection.Execute(
        """
        insert into attachments (id, room_id, user_id, name, type, size, width, height, has_thumbnail, created_at)
        values (@id, @room, @user, @id || '.png', 'image/png', 1234, 640, 480, 1, 0)
        """, new { id, room = room.Value, user = by.Id.Value }));

    protected override Task<string?> MessageOfFileAsync(string id) => _database.ReadAsync(
        connection => connection.QuerySingleOrDefault<string?>(
            "select case when exists (select 1 from attachments where id = @id) then (select message_id from attachments where id = @id) else 'gone' end", new { id }),
        CancellationToken.None);

    protected override Task<IReadOnlyList<(long Seq, string User)>> MentionsAsync() => _database.ReadAsync<IReadOnlyList<(long, string)>>(
        connection => [.. connection.Query<(long, string)>("select m.seq, u.name from mentions m join users u on u.id = m.user_id order by m.seq, u.name")], CancellationToken.None);

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}

public class SqliteThreadTests : ThreadContract
{
    readonly StoreFolder _folder = new();
    readonly SqliteDatabase _database;

    public SqliteThreadTests()
    {
        _database = _folder.Open();
        (Messages, Rooms, Users) = (new SqliteMessageStore(_database), new SqliteRoomStore(_database), new SqliteUserStore(_database));
    }

    protected override IMessageStore Messages { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override Task<IReadOnlyList<(string Thread, string User, long ReadSeq)>> FollowersAsync() => _database.ReadAsync<IReadOnlyList<(string, string, long)>>(
        connection => [.. connection.Query<(string, string, long)>(
            "select c.thread_id, u.name, c.read_seq from thread_cursors c join users u on u.id = c.user_id order by u.name")], CancellationToken.None);

    protected override Task<long> PlaceAsync() =>
        _database.ReadAsync(connection => connection.ExecuteScalar<long>("select place from rooms where id = @Id", new { Id = StoredRoom.Id.Value }), CancellationToken.None);

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
