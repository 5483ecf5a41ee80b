using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Llama;
using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Operations;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.Models;

/// <summary>Loads, unloads, pulls and removes models for whoever asks, where the operator allows that.</summary>
public sealed class ModelChanges(ModelRouter router, ModelFolder folder, OperatorRights operators)
{
    const string Subject = "models are changed";

    /// <summary>Null where changes are allowed; else why not.</summary>
    public string? WhyNot => operators.WhyNot(Subject);

    public Model Require(string id) => router.Catalog.Find(id)
        ?? throw new RequestRefused(ErrorCode.UnknownModel, $"there is no model \"{id}\"; GET /api/models shows those there are", "id");

    public Task<Model> LoadAsync(string id, CancellationToken stop) => ChangeAsync(id, async model =>
    {
        // Its files may have been put right since.
        if (model.IsBroken) model = await folder.ReopenAsync(router.Catalog, model);
        await router.Catalog.LoadAsync(model, stop: stop);
        return model;
    });

    public Task<Model> UnloadAsync(string id, bool evenIfBusy, CancellationToken stop) => ChangeAsync(id, async model =>
    {
        await router.Catalog.UnloadAsync(model, evenIfBusy, stop);
        return model;
    });

    public Task<Model> RemoveAsync(string id) => ChangeAsync(id, async model =>
    {
        await folder.RemoveAsync(router.Catalog, model);
        return model;
    });

    public Task<(Model Model, PulledModel File)> PullAsync(string source, string? sha256, IProgress<PullProgress> progress, CancellationToken stop)
    {
        Allow();
        return folder.PullAsync(router.Catalog, source, sha256, progress, stop);
    }

    public void Allow() => operators.Require(Subject);

    async Task<Model> ChangeAsync(string id, Func<Model, Task<Model>> change)
    {
        Allow();
        var model = Require(id);
        try
        {
            return await change(model);
        }
        catch (Exception e) when (e is ModelBusyException)
        {
            throw new RequestRefused(ErrorCode.InUse, e.Message);
        }
        catch (Exception e) when (e is ModelMemoryException or ModelLoadException or LlamaNativesException or ModelUnloadedException or InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException or RemoteModelException or ArgumentException)
        {
            throw new RequestRefused(ErrorCode.CannotLoad, e.Message);
        }
    }
}
