using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Presence;

public static class PresenceFeature
{
    public static IServiceCollection AddPresence(this IServiceCollection services) => services
        .AddSingleton<Online>()
        .AddHostedService<PresenceTeller>()
        .AddRequest<PresenceRequest, SayPresence>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<TypingRequest, Typing>((feature, connection, request) => feature.Handle(connection, request))
        .AddSingleton<Goodbye>();
}
