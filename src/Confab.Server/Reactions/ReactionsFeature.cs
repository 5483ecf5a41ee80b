using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Reactions;

public static class ReactionsFeature
{
    public static IServiceCollection AddReactions(this IServiceCollection services) => services
        .AddRequest<ReactRequest, ReactToMessage>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<FeedbackRequest, RateAnswer>((feature, connection, request) => feature.HandleAsync(connection, request));
}
