using Confab.Server.Storage;

namespace Confab.Tests.Storage;

public class SqliteKnowledgeStoreTests : KnowledgeStoreContract
{
    readonly StoreFolder _folder = new();

    public SqliteKnowledgeStoreTests() => Knowledge = new SqliteKnowledgeStore(_folder.Open());

    protected override IKnowledgeStore Knowledge { get; }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
