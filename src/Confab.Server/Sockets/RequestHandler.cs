using Confab.Protocol;

namespace Confab.Server.Sockets;

/// <summary>How requests of one type reach the feature that answers them.</summary>
/// <param name="Request">The type of the request.</param>
/// <param name="HandleAsync">Its answer; null when the feature answers by itself.</param>
/// <param name="Waits">
/// Whether the next request of the socket waits for the answer. What only takes its place in the log does not: a client may
/// send many without waiting.
/// </param>
public sealed record RequestHandler(Type Request, Func<Connection, Request, Task<ServerFrame?>> HandleAsync, bool Waits);

public static class RequestHandlers
{
    /// <summary>Registers a feature and the request that it answers.</summary>
    public static IServiceCollection AddRequest<TRequest, TFeature>(
        this IServiceCollection services, Func<TFeature, Connection, TRequest, Task<ServerFrame?>> handle, bool waits = true)
        where TRequest : Request where TFeature : class => services
        .AddSingleton<TFeature>()
        .AddSingleton(provider =>
        {
            var feature = provider.GetRequiredService<TFeature>();
            return new RequestHandler(typeof(TRequest), (connection, request) => handle(feature, connection, (TRequest)request), waits);
        });

    /// <summary>The same for one that answers at once.</summary>
    public static IServiceCollection AddRequest<TRequest, TFeature>(this IServiceCollection services, Func<TFeature, Connection, TRequest, ServerFrame?> handle)
        where TRequest : Request where TFeature : class =>
        services.AddRequest<TRequest, TFeature>((feature, connection, request) => Task.FromResult(handle(feature, connection, request)));
}
