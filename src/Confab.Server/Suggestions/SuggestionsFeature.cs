namespace Confab.Server.Suggestions;

public static class SuggestionsFeature
{
    public static IServiceCollection AddSuggestions(this IServiceCollection services, SuggestionOptions options) => services
        .AddSingleton(options)
        .AddSingleton<SuggestionBoard>()
        .AddSingleton<AskAfter>()
        .AddSingleton<Suggest>()
        .AddSingleton<AfterAnswers>();
}
