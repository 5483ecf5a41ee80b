using Confab.Inference.Catalog;
using Confab.Server.Accounts;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Operations;

/// <param name="Status"><c>healthy</c>: it answers, and its storage does.</param>
/// <param name="ModelsLoaded">Models with weights that are ready.</param>
/// <param name="Engine">The engine that answers by default.</param>
/// <param name="Clients">Open sockets.</param>
public sealed record HealthReport(string Status, string Version, string Environment, int ModelsLoaded, string Engine, int Clients, long Rooms);

public static class Health
{
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapGet("/health", async (ModelCatalog models, ConnectionRegistry connections, IRoomStore rooms, IHostEnvironment environment, CancellationToken stop) =>
            new HealthReport(
                "healthy", ServerCard.Version, environment.EnvironmentName.ToLowerInvariant(),
                models.List().Count(m => m.Engine != "intents" && m.State == ModelState.Ready), models.Default?.Engine ?? "none",
                connections.Count, await rooms.CountAsync(kind: null, stop)));
        return app;
    }
}
