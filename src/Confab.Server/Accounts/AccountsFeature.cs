namespace Confab.Server.Accounts;

public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<ServerCard>()
        .AddSingleton<SignIn>();
}
