using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Replies;

public static class RepliesFeature
{
    public static IServiceCollection AddReplies(this IServiceCollection services, ReplyOptions options) => services
        .AddSingleton(options)
        .AddSingleton<FollowedThreads>()
        .AddSingleton<ReplyTrigger>()
        .AddSingleton<ReplyQueue>()
        .AddSingleton<PromptBuilder>()
        .AddSingleton<Generator>()
        .AddSingleton<RunningReplies>()
        .AddSingleton<ReplyRunner>()
        .AddSingleton<AnswerAgain>()
        .AddRequest<RegenerateRequest, AnswerAgain>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<ContinueRequest, AnswerAgain>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddSingleton<RestoreReplies>();
}
