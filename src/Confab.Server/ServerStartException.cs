using Microsoft.AspNetCore.Connections;

namespace Confab.Server;

/// <summary>The server could not start; the message says why, and what to do, in one line.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static ServerStartException From(Exception e, ServerOptions options) =>
        e.InnerException is AddressInUseException
            ? new($"port {options.Port} is in use on {options.Host}; stop what listens there, or choose another with --port", e)
            : new(e.Message, e);
}
