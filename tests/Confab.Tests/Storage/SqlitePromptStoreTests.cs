using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqlitePromptStoreTests : PromptStoreContract
{
    readonly StoreFolder _folder = new();

    public SqlitePromptStoreTests()
    {
        var database = _folder.Open();
        (Prompts, Memories, Summaries, Rooms, Users, Messages) = (
            new SqlitePromptStore(database), new SqliteMemoryStore(database), new SqliteSummaryStore(database), new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database));
    }

    protected override IPromptStore Prompts { get; }

    protected override IMemoryStore Memories { get; }

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
