using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Generation;

public sealed class ListModels(ModelCatalog catalog)
{
    public ServerFrame Handle(Connection connection)
    {
        connection.RequireUser();
        return new ModelList([.. catalog.List().Select(Info)]);
    }

    ModelInfo Info(Model model) => new(
        model.Id, model.Name, model.Engine, model.ContextLength, model.Capabilities,
        model.State.ToString().ToLowerInvariant(), model == catalog.Default, model.SizeBytes);
}
