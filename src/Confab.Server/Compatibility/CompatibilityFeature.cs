using System.Net;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Compatibility;

/// <summary>Sockets for programs that were written against other servers: <c>/</c>, <c>/ws/{client_id}</c> and <c>/chat</c>.</summary>
public static class CompatibilityFeature
{
    static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddCompatibility(this IServiceCollection services) => services.AddSingleton<GuestFarewell>();

    public static WebApplication MapCompatibility(this WebApplication app)
    {
        var clock = app.Services.GetRequiredService<TimeProvider>();
        // The page is at this address too, for who does not ask for a socket.
        app.UseWhen(context => context.WebSockets.IsWebSocketRequest && context.Request.Path == "/", sockets => sockets.Run(context => TalkAsync(context, wire => new UndecidedDialect(wire, clock))));
        app.Map("/ws/{clientId}", (HttpContext context) => TalkAsync(context, wire => new ConversationDialect(wire)));
        app.Map("/chat", (HttpContext context) => TalkAsync(context, wire => new PayloadDialect(wire)));
        return app;
    }

    static async Task TalkAsync(HttpContext context, Func<DialectWire, Dialect> speak)
    {
        var services = context.RequestServices;
        var (endpoint, options, clock) = (services.GetRequiredService<SocketEndpoint>(), services.GetRequiredService<SocketOptions>(), services.GetRequiredService<TimeProvider>());
        if (!await endpoint.IsWelcomeAsync(context)) return;

        using var program = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        var connection = new Connection(options, clock) { Address = context.Connection.RemoteIpAddress ?? IPAddress.None };
        using var socket = new DialectSocket(program, connection, services.GetRequiredService<RequestDispatcher>(), options, clock);
        var token = Token.TryParse(context.Request.Query["token"].ToString());
        await endpoint.AttendAsync(connection, () => connection.RunAsync(() => socket.RunAsync(speak, token), context.Abort));
        if (token is null && connection.User is { } guest) await services.GetRequiredService<GuestFarewell>().SayAsync(guest);
    }
}
