using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteExtractionStoreTests : ExtractionStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteExtractionStoreTests()
    {
        var database = _folder.Open();
        (Thoughts, Memories, Rooms, Users, Messages) = (
            new SqliteExtractionStore(database), new SqliteMemoryStore(database), new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database));
    }

    protected override IExtractionStore Thoughts { get; }

    protected override IMemoryStore Memories { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
