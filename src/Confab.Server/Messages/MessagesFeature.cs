using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Messages;

public static class MessagesFeature
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<AppendLoop>()
        .AddSingleton<MessageChanges>()
        .AddRequest<ChatRequest, PostMessage>((feature, connection, request) => feature.HandleAsync(connection, request), waits: false)
        .AddRequest<EditMessageRequest, EditMessage>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<DeleteMessageRequest, DeleteMessage>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<ClearRequest, StartAnew>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<HistoryRequest, ReadHistory>((feature, connection, request) => feature.HandleAsync(connection, request));
}
