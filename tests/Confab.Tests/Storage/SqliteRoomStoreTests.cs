using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteRoomStoreTests : RoomStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteRoomStoreTests()
    {
        var database = _folder.Open();
        (Rooms, Users) = (new SqliteRoomStore(database), new SqliteUserStore(database));
    }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
