using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteRoomChangesTests : RoomChangesContract
{
    readonly StoreFolder _folder = new();

    public SqliteRoomChangesTests()
    {
        var database = _folder.Open();
        (Rooms, Moderation, Messages, Users) =
            (new SqliteRoomStore(database), new SqliteModerationStore(database), new SqliteMessageStore(database), new SqliteUserStore(database));
    }

    protected override IRoomStore Rooms { get; }

    protected override IModerationStore Moderation { get; }

    protected override IMessageStore Messages { get; }

    protected override IUserStore Users { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
