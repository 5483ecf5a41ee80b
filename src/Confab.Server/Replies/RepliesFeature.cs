using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Sockets;

namespace Confab.Server.Replies;

public static class RepliesFeature
{
    public static IServiceCollection AddReplies(this IServiceCollection services, ReplyOptions options) => services
        .AddSingleton(options)
        .AddSingleton<FollowedThreads>()
        .AddSingleton<ReplyTrigger>()
        .AddSingleton<ReplyQueue>()
        .AddSingleton<AskBehind>()
        .AddSingleton<SentFiles>()
        .AddSingleton<PromptBuilder>()
        .AddSingleton<KeepPrompt>()
        .AddSingleton<ReadPrompt>()
        .AddHostedService<PromptSweep>()
        .AddSingleton<Summarise>()
        .AddSingleton<Generator>()
        .AddSingleton<RunningReplies>()
        .AddSingleton<ReplyRunner>()
        .AddSingleton<AnswerAgain>()
        .AddRequest<RegenerateRequest, AnswerAgain>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<ContinueRequest, AnswerAgain>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddSingleton<RestoreReplies>();

    public static void MapReplies(this RouteGroupBuilder api) =>
        api.MapGet("/api/messages/{id}/prompt", (string id, HttpContext http, ReadPrompt prompt) => prompt.HandleAsync(http, id));
}
