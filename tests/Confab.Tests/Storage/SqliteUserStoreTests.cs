using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteUserStoreTests : UserStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteUserStoreTests()
    {
        var database = _folder.Open();
        (Users, Rooms) = (new SqliteUserStore(database), new SqliteRoomStore(database));
    }

    protected override IUserStore Users { get; }

    protected override IRoomStore Rooms { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
