using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteMessageStoreTests : MessageStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteMessageStoreTests()
    {
        var database = _folder.Open();
        (Messages, Rooms) = (new SqliteMessageStore(database), new SqliteRoomStore(database));
    }

    protected override IMessageStore Messages { get; }

    protected override IRoomStore Rooms { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
