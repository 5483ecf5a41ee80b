using System.Net;
using System.Net.Http.Headers;
using Confab.Inference.Network;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>One try to get the bytes that a part still lacks.</summary>
sealed class Download(HubRequest request, ModelSource source, PullOptions options, FreeSpace space, TimeProvider time)
{
    const int BufferBytes = 128 * 1024;

    /// <exception cref="ModelPullException">It did not come whole; what came stays in the part.</exception>
    public async Task RunAsync(PartFile part, PullMeter meter, CancellationToken stop)
    {
        var offset = part.ResumesAt;
        using var response = await request.SendAsync(offset, part.Origin?.Validator, stop).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && IsWhole(part, response)) return;
        RequireSuccess(response, part);
        var origin = OriginOf(response);
        if (response.StatusCode == HttpStatusCode.PartialContent) RequireContinuation(response, part, origin, offset);
        else part.Restart(origin);

        meter.TotalBytes = origin.TotalBytes;
        RequireRoom(part, origin.TotalBytes);
        meter.Begin(PullStage.Downloading, part.Length);
        await CopyAsync(response, part, meter, stop).ConfigureAwait(false);
        if (origin.TotalBytes is { } total && part.Length != total) throw TransientFault($"{part.Length:N0} bytes came of {total:N0}.");
    }

    // "bytes */123": nothing is left to send, because the part has them all.
    static bool IsWhole(PartFile part, HttpResponseMessage response) =>
        part is { ResumesAt: > 0, Origin: { } known } && response.Content.Headers.ContentRange?.Length == part.Length
        && (response.Headers.ETag?.Tag ?? known.Validator) == known.Validator;

    PartOrigin OriginOf(HttpResponseMessage response)
    {
        var headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(encoding => encoding != "identity"))
            throw new ModelPullException(source.Display, $"the server sends it packed ({string.Join(", ", headers.ContentEncoding)}) although it was asked not to.");
        var total = response.StatusCode == HttpStatusCode.PartialContent ? headers.ContentRange?.Length : headers.ContentLength;
        // Only a strong validator promises the same bytes: RFC 9110, section 13.1.5.
        var validator = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : headers.LastModified?.ToString("R");
        return new(source.Address.GetLeftPart(UriPartial.Path), validator, total, request.HubSha256);
    }

    void RequireContinuation(HttpResponseMessage response, PartFile part, PartOrigin origin, long offset)
    {
        var range = response.Content.Headers.ContentRange;
        var isSameFile = part.Origin is { } known && origin.TotalBytes == known.TotalBytes
            && (origin.Validator ?? known.Validator) == known.Validator && (origin.Sha256 ?? known.Sha256) == known.Sha256;
        if (offset > 0 && isSameFile && range is { Unit: "bytes" } && range.From == offset) return;
        part.Forget();
        throw TransientFault("the server sent another part than the one that was asked for; it begins anew.");
    }

    void RequireSuccess(HttpResponseMessage response, PartFile part)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent) return;
        var status = (int)response.StatusCode;
        if (status == 416)
        {
            part.Forget();
            throw TransientFault("the server's file is shorter than the part that is here; it begins anew.");
        }
        throw new ModelPullException(source.Display, Explain(status)) { IsTransient = status is 408 or 425 or 429 or >= 500, RetryAfter = RetryAfter(response.Headers) };
    }

    static string Explain(int status) => status switch
    {
        401 or 403 => $"the server refuses it ({status}); it may want a login or an accepted licence, with the key in the variable that the options name.",
        404 or 410 => $"there is no such file ({status}); check owner, repository and file name.",
        429 => "the server takes no more requests now (429).",
        >= 500 => $"the server failed ({status}).",
        _ => $"the server answered with {status}.",
    };

    TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - time.GetUtcNow();

    void RequireRoom(PartFile part, long? total)
    {
        if (options.MaxBytes < (total ?? 0))
        {
            part.Forget();
            throw new ModelPullException(source.Display, $"it has {total:N0} bytes, more than the {options.MaxBytes:N0} that are allowed.");
        }
        var free = space.BytesFree();
        var wanted = (total ?? 0) - part.Length + options.SpareBytes;
        if (free < wanted)
            throw new ModelPullException(source.Display, $"the disk has {free:N0} bytes free, but {wanted:N0} are needed ({options.SpareBytes:N0} of them to spare).");
    }

    async Task CopyAsync(HttpResponseMessage response, PartFile part, PullMeter meter, CancellationToken stop)
    {
        var buffer = new byte[BufferBytes];
        await using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        while (await ReadAsync(body, buffer, stop).ConfigureAwait(false) is var read and > 0)
        {
            if (part.Length + read > options.MaxBytes)
            {
                part.Forget();
                throw new ModelPullException(source.Display, $"it is longer than the {options.MaxBytes:N0} bytes that are allowed.");
            }
            // What came is kept also when it is cancelled now.
            await part.AppendAsync(buffer.AsMemory(0, read), CancellationToken.None).ConfigureAwait(false);
            RequireGguf(part);
            meter.Advance(PullStage.Downloading, read);
        }
    }

    async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return await Patience.WaitAsync(token => body.ReadAsync(buffer, token).AsTask(), options.SilenceLimit, time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw TransientFault($"nothing came for {options.SilenceLimit.TotalSeconds:0.#} s.", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw TransientFault("the connection broke off.", e);
        }
    }

    // A page that says sorry is noticed at its first bytes, not after gigabytes.
    void RequireGguf(PartFile part)
    {
        if (part.BeginsAs("GGUF"u8)) return;
        part.Forget();
        throw new ModelPullException(source.Display, "what the server sends is no GGUF file; check that the address leads to the file itself.");
    }

    ModelPullException TransientFault(string what, Exception? cause = null) => new(source.Display, what, cause) { IsTransient = true };
}
