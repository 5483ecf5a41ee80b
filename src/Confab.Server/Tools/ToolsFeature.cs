using Confab.Server.Tools.Servers;

namespace Confab.Server.Tools;

public static class ToolsFeature
{
    public static IServiceCollection AddTools(this IServiceCollection services, ToolOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ToolServers>()
        .AddSingleton<ToolShelf>()
        .AddSingleton<ListTools>();

    public static void MapTools(this RouteGroupBuilder api) => api.MapGet("/api/tools", (HttpContext http, ListTools tools) => tools.HandleAsync(http));
}
