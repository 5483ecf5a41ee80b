using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteSummaryStoreTests : SummaryStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteSummaryStoreTests()
    {
        var database = _folder.Open();
        (Summaries, Rooms, Users, Messages) = (
            new SqliteSummaryStore(database), new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database));
    }

    protected override ISummaryStore Summaries { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
