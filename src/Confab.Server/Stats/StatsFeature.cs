namespace Confab.Server.Stats;

public static class StatsFeature
{
    public static IServiceCollection AddStats(this IServiceCollection services) => services.AddSingleton<ReadStats>();

    public static void MapStats(this RouteGroupBuilder api)
    {
        api.MapGet("/api/rooms/{id}/stats", (string id, HttpContext http, ReadStats stats) => stats.OfRoomAsync(http, id));
        api.MapGet("/api/stats", (HttpContext http, ReadStats stats) => stats.OfAllAsync(http));
    }
}
