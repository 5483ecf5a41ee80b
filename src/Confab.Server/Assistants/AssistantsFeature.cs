namespace Confab.Server.Assistants;

public static class AssistantsFeature
{
    public static IServiceCollection AddAssistants(this IServiceCollection services) => services.AddSingleton<AssistantList>();
}
