using Confab.Protocol;

namespace Confab.Server.Sockets;

public static class SocketFeature
{
    public static IServiceCollection AddSockets(this IServiceCollection services, SocketOptions options, OriginOptions origins) => services
        .AddSingleton(options)
        .AddSingleton(origins)
        .AddSingleton<OriginPolicy>()
        .AddSingleton<ConnectionRegistry>()
        .AddSingleton<RequestDispatcher>()
        .AddSingleton(new RequestHandler(typeof(PingRequest), (_, _) => Task.FromResult<ServerFrame?>(new Pong()), Waits: true))
        .AddSingleton<SocketEndpoint>()
        .AddHostedService<Heartbeat>();

    public static WebApplication MapSockets(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<OriginPolicy>();
        app.Use((context, next) => origins.RefuseHost(context.Request) is { } why
            ? Results.Problem(why, statusCode: StatusCodes.Status421MisdirectedRequest).ExecuteAsync(context)
            : next(context));
        app.UseWebSockets();
        app.Map("/ws", app.Services.GetRequiredService<SocketEndpoint>().HandleAsync);
        return app;
    }
}
