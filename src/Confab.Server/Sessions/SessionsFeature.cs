namespace Confab.Server.Sessions;

/// <summary>Chat sessions for programs: rooms of one person and an assistant, asked over HTTP.</summary>
public static class SessionsFeature
{
    public static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddSingleton<SessionAccess>()
        .AddSingleton<CreateSession>()
        .AddSingleton<DeleteSession>()
        .AddSingleton<TitleSession>()
        .AddSingleton<AskSession>()
        .AddSingleton<AnswerChat>()
        .AddSingleton<StreamChat>()
        .AddSingleton<ReadChat>();

    public static void MapSessions(this RouteGroupBuilder api)
    {
        api.MapPost("/api/sessions", (HttpContext http, CreateSession create) => create.HandleAsync(http));
        api.MapDelete("/api/sessions/{id}", (HttpContext http, DeleteSession delete, string id) => delete.HandleAsync(http, id));
        api.MapPost("/api/chat", (HttpContext http, AnswerChat answer) => answer.HandleAsync(http));
        api.MapPost("/api/chat/stream", (HttpContext http, StreamChat stream) => stream.HandleAsync(http));
        api.MapGet("/api/chat", (HttpContext http, ReadChat read) => read.HandleAsync(http));
    }
}
