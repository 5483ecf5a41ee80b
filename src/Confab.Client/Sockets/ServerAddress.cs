using System.Net.WebSockets;

namespace Confab.Client.Sockets;

/// <summary>From the address that people know to the socket behind it.</summary>
public static class ServerAddress
{
    /// <summary><c>http://host:8765</c> becomes <c>ws://host:8765/ws</c>, <c>https</c> becomes <c>wss</c>; a path in front is kept.</summary>
    /// <exception cref="ArgumentException">The scheme is none of http, https, ws and wss.</exception>
    public static Uri SocketOf(Uri server)
    {
        var scheme = server.IsAbsoluteUri ? server.Scheme : "";
        var path = server.IsAbsoluteUri ? server.AbsolutePath.TrimEnd('/') : "";
        return new UriBuilder(server.IsAbsoluteUri ? server : new Uri("http://invalid"))
        {
            Scheme = scheme switch
            {
                "http" or "ws" => "ws",
                "https" or "wss" => "wss",
                _ => throw new ArgumentException($"'{server}' is no server address; write it like http://localhost:8765", nameof(server)),
            },
            Path = path.EndsWith("/ws", StringComparison.Ordinal) ? path : path + "/ws",
            Query = "",
            Fragment = "",
        }.Uri;
    }

    /// <summary>Where the server's HTTP addresses begin: <c>ws://host:8765/ws</c> becomes <c>http://host:8765/</c>; a path in front is kept.</summary>
    /// <exception cref="ArgumentException">The scheme is none of http, https, ws and wss.</exception>
    public static Uri HttpOf(Uri server)
    {
        var socket = SocketOf(server);
        return new UriBuilder(socket) { Scheme = socket.Scheme == "wss" ? "https" : "http", Path = socket.AbsolutePath[..^"ws".Length] }.Uri;
    }

    /// <summary>Opens a plain <see cref="ClientWebSocket"/>. Our own heartbeat replaces the framework's.</summary>
    public static async Task<WebSocket> OpenSocketAsync(Uri server, CancellationToken stop)
    {
        var address = SocketOf(server);
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (address.IsLoopback) socket.Options.Proxy = null;
        try
        {
            await socket.ConnectAsync(address, stop).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
