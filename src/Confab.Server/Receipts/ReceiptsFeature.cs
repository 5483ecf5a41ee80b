using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Receipts;

public static class ReceiptsFeature
{
    public static IServiceCollection AddReceipts(this IServiceCollection services) => services
        .AddSingleton<CursorClaims>()
        .AddSingleton<RoomReceipts>()
        .AddSingleton<AssistantReceipts>()
        .AddRequest<DeliveredRequest, MarkDelivered>((feature, connection, request) => feature.Handle(connection, request))
        .AddRequest<ReadRequest, MarkRead>((feature, connection, request) => feature.Handle(connection, request))
        .AddHostedService<ReceiptTeller>();
}
