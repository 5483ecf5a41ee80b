using Confab.Inference.Network;

namespace Confab.Inference.Engines.Remote;

/// <summary>
/// Sits under the client libraries: puts the key in, and turns whatever goes wrong between here and the endpoint into a
/// <see cref="RemoteModelException"/> before a library can hide it or try again by itself.
/// </summary>
sealed class EndpointHandler(Endpoint endpoint, bool isStream, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const int MostErrorBytes = 64 * 1024;
    const int LongestEventLine = 1024 * 1024;
    const int LongestAnswer = 64 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        endpoint.Authorize(request.Headers);
        var response = await ReachAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var body = new GuardedStream(
                await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
                endpoint.Faults, endpoint.SilenceLimit, isStream ? LongestEventLine : LongestAnswer, endpoint.Time);
            if (!response.IsSuccessStatusCode)
                throw endpoint.Faults.Refused(response, await StartOfAsync(body, cancellationToken).ConfigureAwait(false));
            if (IsOfWrongKind(response.Content.Headers.ContentType?.MediaType))
                throw WrongKind(response, await StartOfAsync(body, cancellationToken).ConfigureAwait(false));
            response.Content = Content(body, response.Content);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    async Task<HttpResponseMessage> ReachAsync(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await Patience.WaitAsync(token => base.SendAsync(request, token), endpoint.SilenceLimit, endpoint.Time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw endpoint.Faults.Silent(endpoint.SilenceLimit);
        }
        catch (HttpRequestException e)
        {
            throw e.HttpRequestError == HttpRequestError.ResponseEnded ? endpoint.Faults.BrokenOff(e) : endpoint.Faults.Unreachable(e);
        }
    }

    // Servers that stream under a vague type, or none, are believed; a page or a whole answer is no stream of events.
    bool IsOfWrongKind(string? mediaType) => mediaType is "text/html" || (isStream && mediaType is "application/json");

    RemoteModelException WrongKind(HttpResponseMessage response, string body)
    {
        var type = response.Content.Headers.ContentType!.MediaType!;
        var error = type == "application/json" ? ErrorBody.Parse(body) : null;
        return error is { Message.Length: > 0 }
            ? endpoint.Faults.Reported(error)
            : endpoint.Faults.Unreadable($"its type is {type}{(isStream ? " where a stream of events was asked for" : "")}; is the address right?");
    }

    static StreamContent Content(GuardedStream body, HttpContent original)
    {
        var content = new StreamContent(body);
        foreach (var (name, values) in original.Headers) content.Headers.TryAddWithoutValidation(name, values);
        return content;
    }

    // The status says more than a body that breaks off.
    static async Task<string> StartOfAsync(GuardedStream body, CancellationToken stop)
    {
        var buffer = new byte[MostErrorBytes];
        var length = 0;
        try
        {
            while (length < buffer.Length)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
                if (read == 0) break;
                length += read;
            }
        }
        catch (RemoteModelException)
        {
        }
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
