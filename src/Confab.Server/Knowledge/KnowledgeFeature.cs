namespace Confab.Server.Knowledge;

/// <summary>Documents that assistants answer from.</summary>
public static class KnowledgeFeature
{
    public static IServiceCollection AddKnowledge(this IServiceCollection services) => services
        .AddSingleton<KnowledgeIndex>()
        .AddSingleton<ReadKnowledge>()
        .AddSingleton<KnowledgeKeeper>()
        .AddHostedService(s => s.GetRequiredService<KnowledgeKeeper>());

    public static void MapKnowledge(this RouteGroupBuilder api) =>
        api.MapGet("/api/assistants/{id}/knowledge", (string id, HttpContext http, ReadKnowledge read) => read.HandleAsync(http, id));
}
