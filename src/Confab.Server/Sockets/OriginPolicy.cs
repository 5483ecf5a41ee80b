using System.Net;

namespace Confab.Server.Sockets;

public sealed record OriginOptions
{
    /// <summary>Origins besides the server's own whose pages may open the socket, such as <c>https://chat.example</c>; <c>null</c> for pages opened from a file.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Listening on this machine only: then a host name that somebody pointed here (DNS rebinding) is refused as well.</summary>
    public bool LoopbackOnly { get; init; } = true;
}

/// <summary>A browser says whose page opens a socket. Any page could otherwise talk to a server on its reader's own machine.</summary>
public sealed class OriginPolicy(OriginOptions options)
{
    /// <summary>Null for a name of this machine; else what is wrong. A page could have pointed its own name here to be taken for ours.</summary>
    public string? RefuseHost(HttpRequest request) => IsLoopback(request.Host.Host) || IsAllowed(request.Host.Host) || (!options.LoopbackOnly && IsThisMachine(request.Host.Host))
        ? null
        : $"this server does not answer to the name \"{request.Host.Host}\"; allow it with: confab serve --allow-origin https://{request.Host}";

    /// <summary>Null when the page behind the request may open a socket; else what is wrong and what the operator can do.</summary>
    public string? RefuseOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && options.Allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)) return null;
        if (origin.Length == 0 || IsOwn(origin, request)) return null;
        return $"pages of the origin \"{origin}\" may not connect here; the operator can allow it with: confab serve --allow-origin {origin}";
    }

    bool IsAllowed(string host) => options.Allowed.Any(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own)
        && uri.Scheme == own.Scheme
        && string.Equals(uri.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);

    static bool IsThisMachine(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName + ".local", StringComparison.OrdinalIgnoreCase);

    static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
