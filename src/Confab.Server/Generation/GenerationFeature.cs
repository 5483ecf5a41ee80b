using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Generation.Jobs;
using Confab.Server.Generation.Models;
using Confab.Server.Generation.OpenAi;
using Confab.Server.Generation.Streams;
using Confab.Server.Sockets;

namespace Confab.Server.Generation;

public static class GenerationFeature
{
    /// <param name="builtIn">Answers where no other model is there.</param>
    public static IServiceCollection AddGeneration(this IServiceCollection services, ServerOptions options, Model builtIn) => services
        .AddSingleton(options)
        .AddSingleton(_ => new ModelPuller(options.Pulling, options.Clock))
        .AddSingleton(s => new ModelFolder(options.ModelsFolder, new ModelEngines(options.Running, options.Clock).Open, s.GetRequiredService<ModelPuller>()))
        .AddSingleton(s => CatalogOf(options, s.GetRequiredService<ModelFolder>(), builtIn))
        .AddSingleton(s => new ModelRouter(s.GetRequiredService<ModelCatalog>(), RouterOptionsOf(options), options.Clock, s.GetRequiredService<ModelFolder>()))
        .AddSingleton<ModelChanges>()
        .AddHostedService<WarmUp>()
        .AddSingleton<OwnStreams>()
        .AddRequest<StartStreamRequest, StartStream>((feature, connection, request) => feature.Handle(connection, request))
        .AddRequest<StopStreamRequest, StopStream>((feature, connection, request) => feature.Handle(connection, request))
        .AddRequest<ListModelsRequest, ListModels>((feature, connection, _) => feature.Handle(connection))
        .AddSingleton<JobClient>()
        .AddSingleton<OwnJobs>()
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
        api.MapModels();
        api.MapJobs();
        api.MapOpenAi();
    }

    static ModelCatalog CatalogOf(ServerOptions options, ModelFolder folder, Model builtIn)
    {
        var catalog = new ModelCatalog(options.ModelMemory, options.Clock);
        foreach (var model in options.Models) catalog.Add(model);
        folder.AddTo(catalog, reserved: builtIn.Id);
        catalog.Add(builtIn);
        return catalog;
    }

    static RouterOptions RouterOptionsOf(ServerOptions options) => new()
    {
        Strategy = options.Strategy,
        FirstTokenDeadline = options.Replies.FirstTokenDeadline,
        Deadline = options.Replies.Deadline,
    };
}
