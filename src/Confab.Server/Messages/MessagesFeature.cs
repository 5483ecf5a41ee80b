namespace Confab.Server.Messages;

public static class MessagesFeature
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<AppendLoop>()
        .AddSingleton<PostMessage>()
        .AddSingleton<ReadHistory>();
}
