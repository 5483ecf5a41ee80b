using Confab.Server.Presence;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Confab.Server.Sockets;

/// <summary><c>/ws</c>: from the handshake to the end of the socket.</summary>
public sealed class SocketEndpoint(
    SocketOptions options, OriginPolicy origins, ConnectionRegistry connections, RequestDispatcher dispatcher, Goodbye goodbye, TimeProvider clock)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status426UpgradeRequired, "this address speaks WebSocket; open it with a WebSocket client");
            return;
        }
        if (origins.Refuse(context.Request) is { } why)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, why);
            return;
        }
        await TalkAsync(context);
    }

    async Task TalkAsync(HttpContext context)
    {
        var connection = new Connection(options, clock);
        context.Features.GetRequiredFeature<UpgradeForConnection>().Connection = connection;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        connection.Queue.Open(context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output);
        connections.Add(connection);
        try
        {
            await connection.RunAsync(socket, context.Abort, frame => dispatcher.DispatchAsync(connection, frame));
        }
        finally
        {
            connections.Remove(connection);
            await goodbye.SayAsync(connection);
        }
    }

    static Task RefuseAsync(HttpContext context, int status, string why) =>
        Results.Problem(why, statusCode: status).ExecuteAsync(context);
}

/// <summary>Puts a <see cref="SocketStream"/> under the framework's WebSocket, so that its own frames leave through our queue.</summary>
sealed class UpgradeForConnection(IHttpUpgradeFeature transport) : IHttpUpgradeFeature
{
    public Connection? Connection { get; set; }

    public bool IsUpgradableRequest => transport.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        var stream = await transport.UpgradeAsync();
        return Connection is { } connection ? new SocketStream(stream, connection.Queue, connection.Heard) : stream;
    }
}
