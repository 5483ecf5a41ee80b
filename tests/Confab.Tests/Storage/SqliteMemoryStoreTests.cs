using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteMemoryStoreTests : MemoryStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteMemoryStoreTests()
    {
        var database = _folder.Open();
        (Memories, Rooms, Users, Messages, Sessions) = (
            new SqliteMemoryStore(database), new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database), new SqliteSessionStore(database));
    }

    protected override IMemoryStore Memories { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    protected override ISessionStore Sessions { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
