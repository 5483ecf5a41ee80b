using Confab.Protocol;
using Confab.Server.Storage;
using Dapper;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

public class SqliteCursorStoreTests : CursorStoreContract
{
    readonly StoreFolder _folder = new();
    readonly SqliteDatabase _database;
    int _said;

    public SqliteCursorStoreTests()
    {
        _database = _folder.Open();
        (Rooms, Users, Messages, Cursors) =
            (new SqliteRoomStore(_database), new SqliteUserStore(_database), new SqliteMessageStore(_database), new SqliteCursorStore(_database));
    }

    protected override ICursorStore Cursors { get; }

    protected override IMessageStore Messages { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    [Fact]
    public async Task Where_all_that_was_read_has_been_dropped_what_is_kept_is_unread()
    {
        await SayAsync(6);
        await Cursors.AdvanceAsync([new(Id, Ada.Id, 2, 2)]);
        await _database.Writer.WriteAsync(connection => connection.Execute("delete from messages where seq < @first; update rooms set first_seq = @first", new { first = 5 }));

        Assert.Equal(2, Assert.Single(await Cursors.CountAsync([new(Id, Ada.Id)], CancellationToken.None)).Unread);
    }

    [Fact]
    public async Task However_much_was_said_nothing_is_scanned_to_know_what_is_left_to_read()
    {
        await SayAsync(3);
        var few = await StepsAsync();
        for (var i = 0; i < 100; i++) await SayAsync(100);

        Assert.InRange(await StepsAsync(), 1, few * 2);
        Assert.Equal(10_003, Assert.Single(await Cursors.CountAsync([new(Id, Ada.Id)], CancellationToken.None)).Unread);
    }

    /// <summary>How many instructions SQLite's machine runs for what a <c>read</c> costs: the cursor and the count.</summary>
    async Task<int> StepsAsync()
    {
        var steps = 0;
        await _database.Writer.WriteAsync<bool>(connection =>
        {
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 1, _ => { steps++; return 0; }, null);
            return true;
        });
        await Cursors.AdvanceAsync([new(Id, Ada.Id, 1, 0)]);
        await _database.Writer.WriteAsync<bool>(connection =>
        {
            SqliteCursorStore.Count(connection, [new(Id, Ada.Id)]);
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
            return true;
        });
        return steps;
    }

    protected override Task SayAsync(int count, string? thread = null) => Messages.AppendAsync(
        [.. Enumerable.Range(0, count).Select(_ => Says(Ben, "hello", $"m{++_said}") with { ThreadId = thread is null ? null : new(thread) })]);

    protected override Task FollowAsync(string thread, Author user, long readSeq) => _database.Writer.WriteAsync(connection => connection.Execute(
        "insert into thread_cursors (room_id, user_id, thread_id, read_seq) values ('lounge', @user, @thread, @readSeq)", new { user = user.Id.Value, thread, readSeq }));

    protected override Task NameAsync(Author user, long seq) => _database.Writer.WriteAsync(connection => connection.Execute(
        "insert into mentions (room_id, user_id, seq) values ('lounge', @user, @seq)", new { user = user.Id.Value, seq }));

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
