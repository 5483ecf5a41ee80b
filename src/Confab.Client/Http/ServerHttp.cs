using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client.Http;

/// <summary>The server's HTTP addresses, asked as the person who is signed in.</summary>
sealed class ServerHttp : IDisposable
{
    readonly HttpClient _http;
    readonly Uri _server;
    readonly Func<string> _token;
    readonly TimeProvider _clock;

    public ServerHttp(ConfabClientOptions options, Func<string> token)
    {
        (_server, _token, _clock) = (options.Server, token, options.Clock);
        var address = ServerAddress.HttpOf(options.Server);
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, UseProxy = !address.IsLoopback })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<TAnswer> SendAsync<TAnswer>(Func<Patience, HttpRequestMessage> make, JsonTypeInfo<TAnswer> type, CancellationToken stop) =>
        await AskAsync(make, async (response, life) =>
        {
            using var body = await response.Content.ReadAsStreamAsync(life.Token).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, life.Token).ConfigureAwait(false)
                ?? throw new UnreadableFrameException("The server's answer is empty.");
        }, stop).ConfigureAwait(false);

    /// <summary>Where the answer says no more than that it was done.</summary>
    public Task SendAsync(Func<Patience, HttpRequestMessage> make, CancellationToken stop) => AskAsync(make, (_, _) => Task.FromResult(true), stop);

    public Task DownloadAsync(string address, Stream destination, IProgress<long>? progress, CancellationToken stop) =>
        AskAsync(_ => new HttpRequestMessage(HttpMethod.Get, address), async (response, life) =>
        {
            using var body = await response.Content.ReadAsStreamAsync(life.Token).ConfigureAwait(false);
            await MeasuredCopy.RunAsync(body, destination, life.Watching(progress), life.Token).ConfigureAwait(false);
            return true;
        }, stop);

    public void Dispose() => _http.Dispose();

    async Task<TResult> AskAsync<TResult>(Func<Patience, HttpRequestMessage> make, Func<HttpResponseMessage, Patience, Task<TResult>> read, CancellationToken stop)
    {
        using var life = new Patience(_clock, stop);
        try
        {
            using var request = make(life);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, life.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw new RequestRefusedException(await RefusalAsync(response, life.Token).ConfigureAwait(false));
            return await read(response, life).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ServerUnreachableException(_server, $"it was silent for {Patience.Silence.TotalSeconds:0} s", new TimeoutException());
        }
        catch (Exception fault) when (fault is HttpRequestException or HttpIOException or IOException { InnerException: SocketException })
        {
            throw new ServerUnreachableException(_server, fault.Message, fault);
        }
        catch (JsonException fault)
        {
            throw new UnreadableFrameException($"The server's answer cannot be read: {fault.Message}");
        }
    }

    static async Task<ErrorFrame> RefusalAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var known = await ReadProblemAsync(response, stop).ConfigureAwait(false);
        var wait = response.Headers.RetryAfter?.Delta is { } delta ? (int?)delta.TotalMilliseconds : null;
        return new ErrorFrame(
            known?.Code ?? CodeOf(response.StatusCode), known?.Detail ?? $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}", known?.Field, wait);
    }

    static async Task<Problem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, HttpJson.Default.Problem, stop).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Something in between answered, in its own words.
            return null;
        }
    }

    static ErrorCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ErrorCode.BadToken,
        HttpStatusCode.Forbidden => ErrorCode.NotAllowed,
        HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.InsufficientStorage => ErrorCode.TooLarge,
        HttpStatusCode.TooManyRequests => ErrorCode.RateLimited,
        HttpStatusCode.ServiceUnavailable => ErrorCode.Busy,
        >= HttpStatusCode.InternalServerError => ErrorCode.Internal,
        _ => ErrorCode.BadRequest,
    };
}
