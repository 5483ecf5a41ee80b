namespace Confab.Server.Search;

public static class SearchFeature
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services
        .AddSingleton<SearchPlaces>()
        .AddSingleton<SearchRequest>()
        .AddSingleton<SearchMessages>();

    public static void MapSearch(this RouteGroupBuilder api) =>
        api.MapGet("/api/search", (HttpContext http, SearchMessages search) => search.HandleAsync(http));
}
