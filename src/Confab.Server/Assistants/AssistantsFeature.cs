namespace Confab.Server.Assistants;

public static class AssistantsFeature
{
    public static IServiceCollection AddAssistants(this IServiceCollection services) => services
        .AddSingleton<AssistantList>()
        .AddSingleton<AssistantFiles>()
        .AddSingleton<OwnAssistants>()
        .AddHostedService<AssistantNews>()
        .AddHostedService(provider => provider.GetRequiredService<AssistantFiles>());
}
