using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteBranchTests : BranchContract
{
    readonly StoreFolder _folder = new();

    public SqliteBranchTests()
    {
        var database = _folder.Open();
        (Messages, Rooms, Users) = (new SqliteMessageStore(database), new SqliteRoomStore(database), new SqliteUserStore(database));
    }

    protected override IMessageStore Messages { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
