using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Server.Generation.OpenAi;
using Confab.Server.Generation.Streams;

namespace Confab.Server.Generation;

public static class GenerationFeature
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, ServerOptions options, Model builtIn) => services
        .AddSingleton(_ => CatalogOf([.. options.Models, builtIn], options))
        .AddSingleton(s => new ModelRouter(s.GetRequiredService<ModelCatalog>(), RouterOptionsOf(options), options.Clock))
        .AddSingleton<OwnStreams>()
        .AddSingleton<StartStream>()
        .AddSingleton<StopStream>()
        .AddSingleton<ListModels>()
        .AddSingleton<DirectGenerations>()
        .AddSingleton<StreamApi>()
        .AddSingleton<Answering>()
        .AddSingleton<ChatCompletions>()
        .AddSingleton<Completions>()
        .AddSingleton<Embeddings>()
        .AddSingleton<ListedModels>();

    /// <summary>What programs ask over HTTP.</summary>
    public static void MapGeneration(this RouteGroupBuilder api)
    {
        api.MapGet("/stream", (HttpContext http, StreamApi streams) => streams.GetAsync(http));
        api.MapPost("/api/stream", (HttpContext http, StreamApi streams) => streams.PostAsync(http));
        api.MapOpenAi();
    }

    static ModelCatalog CatalogOf(IReadOnlyList<Model> models, ServerOptions options)
    {
        var catalog = new ModelCatalog(options.ModelMemory, options.Clock);
        foreach (var model in models) catalog.Add(model);
        return catalog;
    }

    static RouterOptions RouterOptionsOf(ServerOptions options) => new()
    {
        Strategy = options.Strategy,
        FirstTokenDeadline = options.Replies.FirstTokenDeadline,
        Deadline = options.Replies.Deadline,
    };
}
