using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteSessionStoreTests : SessionStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteSessionStoreTests()
    {
        var database = _folder.Open();
        (Sessions, Rooms, Users, Messages) = (new SqliteSessionStore(database), new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database));
    }

    protected override ISessionStore Sessions { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
