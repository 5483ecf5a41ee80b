using System.Net.Http.Headers;

namespace Confab.Inference.Engines.Remote;

/// <summary>An endpoint as one of our models uses it: connections of its own, the key, and the words for its faults.</summary>
sealed class Endpoint : IDisposable
{
    static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(15);
    static readonly TimeSpan s_listingLimit = TimeSpan.FromSeconds(30);

    readonly ApiKey _key;
    readonly SocketsHttpHandler _sockets = new()
    {
        ConnectTimeout = s_connectLimit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // A redirect would carry the key to a place that nobody configured.
        AllowAutoRedirect = false,
        // An answer that is left half way ends at once, instead of being read to its end in the background.
        MaxResponseDrainSize = 0,
    };

    public Endpoint(Uri address, ApiKey key, EndpointFaults faults, TimeSpan silenceLimit, TimeProvider time)
    {
        (Address, _key, Faults, SilenceLimit, Time) = (address, key, faults, silenceLimit, time);
        Streams = Client(isStream: true);
        Answers = Client(isStream: false);
    }

    public Uri Address { get; }

    public EndpointFaults Faults { get; }

    public TimeSpan SilenceLimit { get; }

    public TimeProvider Time { get; }

    /// <summary>For requests that are answered by a stream of events.</summary>
    public HttpClient Streams { get; }

    /// <summary>For requests that are answered by one JSON text.</summary>
    public HttpClient Answers { get; }

    /// <exception cref="RemoteModelException">The variable that should hold the key does not.</exception>
    public static Endpoint Of(RemoteModelOptions options, TimeProvider time)
    {
        var key = ApiKey.Read(options.ApiKeyVariable, options.IdOrModel);
        var faults = new EndpointFaults(options.IdOrModel, options.Model, options.BaseAddress!, key, time);
        return new(options.BaseAddress!, key, faults, options.SilenceLimit, time);
    }

    /// <summary>The endpoint itself, of which no model is asked anything.</summary>
    /// <exception cref="RemoteModelException">The variable that should hold the key does not.</exception>
    public static Endpoint At(Uri address, string? keyVariable, TimeProvider time)
    {
        var key = ApiKey.Read(keyVariable, "");
        return new(address, key, new EndpointFaults("", "", address, key, time), s_listingLimit, time);
    }

    public void Authorize(HttpRequestHeaders headers) => _key.Apply(headers);

    public void Dispose()
    {
        Streams.Dispose();
        Answers.Dispose();
        _sockets.Dispose();
    }

    // The silence limit is the only deadline here: a whole answer may take as long as it takes.
    HttpClient Client(bool isStream) =>
        new(new EndpointHandler(this, isStream, _sockets), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
}
