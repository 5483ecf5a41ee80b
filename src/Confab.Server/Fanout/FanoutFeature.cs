namespace Confab.Server.Fanout;

public static class FanoutFeature
{
    public static IServiceCollection AddFanout(this IServiceCollection services) => services.AddSingleton<IFanout, InProcessFanout>();
}
