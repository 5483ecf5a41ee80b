using Confab.Inference.Catalog;

namespace Confab.Server.Generation.Models;

/// <summary>Brings the default model into memory right after the start, so that the first question does not wait for it.</summary>
public sealed class WarmUp(ModelCatalog catalog, ILogger<WarmUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (catalog.Default is not { State: ModelState.Unloaded } model) return;
        await Task.Yield();
        try
        {
            await catalog.LoadAsync(model, stop: stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning("{Model} could not be loaded: {Why}", model.Id, e.Message);
        }
    }
}
