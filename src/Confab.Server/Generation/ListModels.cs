using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Generation;

/// <summary><c>list_models</c>, and what <c>GET /api/models</c> shows.</summary>
public sealed class ListModels(ModelCatalog catalog)
{
    public ServerFrame Handle(Connection connection)
    {
        connection.RequireUser();
        return All();
    }

    public ModelList All() => new([.. catalog.List().Select(model => model.Info(isDefault: model == catalog.Default))]);
}
