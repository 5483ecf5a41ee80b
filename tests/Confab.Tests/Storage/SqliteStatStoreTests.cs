using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteStatStoreTests : StatStoreContract
{
    readonly StoreFolder _folder = new();
    readonly SqliteDatabase _database;

    public SqliteStatStoreTests()
    {
        _database = _folder.Open();
        (Stats, Rooms, Users, Messages) = (new SqliteStatStore(_database), new SqliteRoomStore(_database), new SqliteUserStore(_database), new SqliteMessageStore(_database));
    }

    protected override IStatStore Stats { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    protected override Task RemoveAsync(string message) => _database.Writer.WriteAsync(c => Dapper.SqlMapper.Execute(c, "delete from messages where id = @message", new { message }));

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
