namespace Confab.Server.Operations;

public static class OperationsFeature
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<OperatorRights>()
        .AddHostedService<Lifecycle>()
        .AddProblemDetails();
}
