using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Moderation;

public static class ModerationFeature
{
    public static IServiceCollection AddModeration(this IServiceCollection services) => services
        .AddSingleton<RoomWords>()
        .AddHostedService(provider => provider.GetRequiredService<RoomWords>())
        .AddSingleton<SlowMode>()
        .AddSingleton<RoomManners>()
        .AddSingleton<ChangeWords>()
        .AddRequest<ReportRequest, ReportMessage>((feature, connection, request) => feature.HandleAsync(connection, request));
}
