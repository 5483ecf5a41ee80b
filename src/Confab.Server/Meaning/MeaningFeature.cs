namespace Confab.Server.Meaning;

public static class MeaningFeature
{
    public static IServiceCollection AddMeaning(this IServiceCollection services) => services.AddSingleton<Embedder>();
}
