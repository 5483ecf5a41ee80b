namespace Confab.Server.Replies;

public static class RepliesFeature
{
    public static IServiceCollection AddReplies(this IServiceCollection services, ReplyOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ReplyTrigger>()
        .AddSingleton<ReplyQueue>()
        .AddSingleton<PromptBuilder>()
        .AddSingleton<Generator>()
        .AddSingleton<RunningReplies>()
        .AddSingleton<ReplyRunner>()
        .AddSingleton<RestoreReplies>();
}
