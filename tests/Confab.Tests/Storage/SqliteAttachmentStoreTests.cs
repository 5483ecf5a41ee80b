using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteAttachmentStoreTests : AttachmentStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteAttachmentStoreTests()
    {
        var database = _folder.Open();
        (Files, Rooms, Users, Messages) = (new SqliteAttachmentStore(database), new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database));
    }

    protected override IAttachmentStore Files { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
