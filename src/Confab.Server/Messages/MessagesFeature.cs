using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Messages;

public static class MessagesFeature
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<AppendLoop>()
        .AddRequest<ChatRequest, PostMessage>((feature, connection, request) => feature.HandleAsync(connection, request), waits: false)
        .AddRequest<HistoryRequest, ReadHistory>((feature, connection, request) => feature.HandleAsync(connection, request));
}
