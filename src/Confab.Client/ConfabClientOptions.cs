using System.Net.WebSockets;
using Confab.Client.Sockets;

namespace Confab.Client;

/// <summary>How a <see cref="ConfabClient"/> connects.</summary>
public sealed record ConfabClientOptions
{
    /// <summary>Such as <c>http://localhost:8765</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The name to take when the token opens none. Without it an unknown token is refused.</summary>
    public string? Username { get; init; }

    /// <summary>
    /// The way back to a name: what <see cref="ConfabClient.Token"/> held the last time, or, for a new name,
    /// <see cref="ConfabClient.NewToken"/>, kept before it is used. One is made when there is only a name.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Tells one's devices apart.</summary>
    public string Device { get; init; } = "dotnet";

    /// <summary>How long opening a socket and saying hello may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits for its answer, reconnecting included. Messages are not requests in this sense: they wait in the outbox until they are through.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The server drops who is silent for a minute, so stay well below.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Silence after a ping that means the connection is dead. Shorter than <see cref="PingEvery"/>.</summary>
    public TimeSpan PingPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that may wait for a connection; more are refused with <see cref="OutboxFullException"/>.</summary>
    public int OutboxCapacity { get; init; } = 1000;

    /// <summary>Events that may wait for the reader of <see cref="ConfabClient.Events"/>; then nothing more is read from the socket, and a server closes it as too slow.</summary>
    public int EventCapacity { get; init; } = 4096;

    /// <summary>The clock of every wait.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>0 to 1, spreads the tries of many clients.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Opens the socket; replace it to go through something else than a plain connection.</summary>
    public Func<Uri, CancellationToken, Task<WebSocket>> OpenSocket { get; init; } = ServerAddress.OpenSocketAsync;
}
