using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Accounts;

public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<ServerCard>()
        .AddRequest<HelloRequest, SignIn>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<FindUsersRequest, FindUsers>((feature, connection, request) => feature.HandleAsync(connection, request));
}
