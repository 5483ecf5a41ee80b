using Confab.Inference.Catalog;
using Confab.Inference.Routing;

namespace Confab.Server.Generation;

public static class GenerationFeature
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, IReadOnlyList<Model> models) => services
        .AddSingleton(_ => CatalogOf(models))
        .AddSingleton<ModelRouter>()
        .AddSingleton<OwnStreams>()
        .AddSingleton<StartStream>()
        .AddSingleton<StopStream>()
        .AddSingleton<ListModels>();

    static ModelCatalog CatalogOf(IReadOnlyList<Model> models)
    {
        var catalog = new ModelCatalog();
        foreach (var model in models) catalog.Add(model);
        return catalog;
    }
}
