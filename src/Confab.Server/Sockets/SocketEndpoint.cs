using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
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
        if (await IsWelcomeAsync(context)) await TalkAsync(context);
    }

    /// <summary>Whether it is a WebSocket that may come in; who is not is told why.</summary>
    internal async Task<bool> IsWelcomeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest) await RefuseAsync(context, StatusCodes.Status426UpgradeRequired, "this address speaks WebSocket; open it with a WebSocket client");
        else if (origins.RefuseOrigin(context.Request) is { } why) await RefuseAsync(context, StatusCodes.Status403Forbidden, why);
        else return true;
        return false;
    }

    async Task TalkAsync(HttpContext context)
    {
        var connection = new Connection(options, clock) { Address = context.Connection.RemoteIpAddress ?? IPAddress.None };
        using var socket = await AcceptAsync(context, connection);
        connection.Queue.Open(context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output);
        await AttendAsync(connection, () => connection.RunAsync(socket, context.Abort, frame => dispatcher.DispatchAsync(connection, frame)));
    }

    /// <summary>From the first to the last moment in which a connection is known.</summary>
    internal async Task AttendAsync(Connection connection, Func<Task> run)
    {
        connections.Add(connection);
        try
        {
            await run();
        }
        finally
        {
            connections.Remove(connection);
            await goodbye.SayAsync(connection);
        }
    }

    /// <summary>
    /// The framework's own accept would cut the connection at a broken frame before the reason has left, and would not put a
    /// <see cref="SocketStream"/> under its WebSocket (RFC 6455, section 4.2.2).
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "The standard asks for SHA-1, and no secret rests on it.")]
    static async Task<WebSocket> AcceptAsync(HttpContext context, Connection connection)
    {
        var proof = SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(proof);
        var transport = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var bare = BareSocketOf(context);
        return WebSocket.CreateFromStream(new SocketStream(transport, connection.Queue, OnReceived), new WebSocketCreationOptions { IsServer = true });

        void OnReceived()
        {
            connection.Heard();
            if (bare is null) return;
            connection.Queue.OpenDirectly(bare);
            bare = null;
        }
    }

    /// <summary>The socket itself, where nothing encrypts what goes through it.</summary>
    static Socket? BareSocketOf(HttpContext context) =>
        context.Features.Get<ITlsConnectionFeature>() is null ? context.Features.Get<IConnectionSocketFeature>()?.Socket : null;

    static Task RefuseAsync(HttpContext context, int status, string why) =>
        Results.Problem(why, statusCode: status).ExecuteAsync(context);
}
