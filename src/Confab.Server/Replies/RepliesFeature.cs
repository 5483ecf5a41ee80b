using Confab.Server.Replies.Prompts;

namespace Confab.Server.Replies;

public static class RepliesFeature
{
    public static IServiceCollection AddReplies(this IServiceCollection services, ReplyOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ReplyTrigger>()
        .AddSingleton<ReplyQueue>()
        .AddSingleton<AskBehind>()
        .AddSingleton<SentFiles>()
        .AddSingleton<PromptBuilder>()
        .AddSingleton<KeepPrompt>()
        .AddSingleton<ReadPrompt>()
        .AddSingleton<Summarise>()
        .AddSingleton<Generator>()
        .AddSingleton<RunningReplies>()
        .AddSingleton<ReplyRunner>()
        .AddSingleton<RestoreReplies>();

    public static void MapReplies(this RouteGroupBuilder api) =>
        api.MapGet("/api/messages/{id}/prompt", (string id, HttpContext http, ReadPrompt prompt) => prompt.HandleAsync(http, id));
}
