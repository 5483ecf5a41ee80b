using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Confab.Server.Operations;

/// <summary>Which addresses the server answers at.</summary>
public static class Listening
{
    public static bool IsLoopbackOnly(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Where a started server can be reached.</summary>
    public static Uri Address(this WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First().Replace("[::]", "localhost"));

    internal static WebApplicationBuilder ListenAt(this WebApplicationBuilder builder, ServerOptions options)
    {
        if (!options.IsOpen && !IsLoopbackOnly(options.Host))
            throw new ServerStartException(
                $"whoever reaches {options.Host} could take a name and read every public room; if that is what you want, say so with --open");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.Sockets.MostConnections;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            Bind(kestrel, options.Host, options.Port);
        });
        return builder;
    }

    static void Bind(KestrelServerOptions kestrel, string host, int port)
    {
        if (host is "*" or "+") kestrel.ListenAnyIP(port);
        // Kestrel cannot take a free port on both loopback addresses at once.
        else if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && port == 0) kestrel.Listen(IPAddress.Loopback, port);
        else if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) kestrel.ListenLocalhost(port);
        else if (IPAddress.TryParse(host, out var address)) kestrel.Listen(address, port);
        else throw new ServerStartException($"\"{host}\" is no address to listen on; give localhost, an IP address, or *");
    }
}
