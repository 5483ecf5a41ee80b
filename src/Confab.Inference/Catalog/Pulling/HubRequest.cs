using System.Net.Http.Headers;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Network;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>Asks for a file, or the rest of it, and follows where it is sent.</summary>
sealed class HubRequest(HttpClient http, ModelSource source, PullOptions options, ApiKey hubKey, TimeProvider time)
{
    const int MostRedirects = 10;

    /// <summary>The checksum that the hub told on the way; null where it told none.</summary>
    public string? HubSha256 { get; private set; }

    /// <exception cref="ModelPullException">No answer came.</exception>
    public async Task<HttpResponseMessage> SendAsync(long offset, string? validator, CancellationToken stop)
    {
        var address = source.Address;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var response = await SendOnceAsync(address, offset, validator, stop).ConfigureAwait(false);
            if (IsHub(address)) HubSha256 = ToldSum(response) ?? HubSha256;
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return response;
            address = Next(address, response);
        }
        throw new ModelPullException(source.Display, $"the server redirects more than {MostRedirects} times.");
    }

    async Task<HttpResponseMessage> SendOnceAsync(Uri address, long offset, string? validator, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("confab", null));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (IsHub(address)) hubKey.Apply(request.Headers);
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }
        try
        {
            return await Patience.WaitAsync(
                token => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), options.SilenceLimit, time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ModelPullException(source.Display, $"{address.Host} did not answer for {options.SilenceLimit.TotalSeconds:0.#} s.", e) { IsTransient = true };
        }
        catch (HttpRequestException e)
        {
            throw new ModelPullException(source.Display, $"{address.Host} cannot be reached: {e.GetBaseException().Message}", e) { IsTransient = true };
        }
    }

    Uri Next(Uri address, HttpResponseMessage response)
    {
        using (response)
        {
            var next = response.Headers.Location is { } location ? new Uri(address, location) : null;
            if (next is null || next.Scheme is not ("http" or "https") || (address.Scheme == "https" && next.Scheme == "http"))
                throw new ModelPullException(source.Display, $"{address.Host} redirects to {next?.Scheme ?? "nowhere"}, which is not followed.");
            return next;
        }
    }

    bool IsHub(Uri address) => address.Authority == options.HubAddress.Authority && address.Scheme == options.HubAddress.Scheme;

    // The hub keeps large files elsewhere and tells their SHA-256 as the linked file's ETag. The ETag of the place where the
    // file is kept may be another sum of 64 digits, so only the hub's own word counts.
    static string? ToldSum(HttpResponseMessage response)
    {
        var told = response.Headers.TryGetValues("X-Linked-ETag", out var linked) ? linked.First() : response.Headers.ETag?.Tag;
        return Sha256Text.TryParse(told?.Trim('"'));
    }
}
