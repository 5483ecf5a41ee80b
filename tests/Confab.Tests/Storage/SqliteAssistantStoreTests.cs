using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteAssistantStoreTests : AssistantStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteAssistantStoreTests()
    {
        var database = _folder.Open();
        (Assistants, Users) = (new SqliteAssistantStore(database), new SqliteUserStore(database));
    }

    protected override IAssistantStore Assistants { get; }

    protected override IUserStore Users { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
