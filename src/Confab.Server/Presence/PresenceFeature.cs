namespace Confab.Server.Presence;

public static class PresenceFeature
{
    public static IServiceCollection AddPresence(this IServiceCollection services) => services
        .AddSingleton<Online>()
        .AddSingleton<Typing>()
        .AddSingleton<Goodbye>();
}
