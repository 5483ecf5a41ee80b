using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Confab.Server.Http;

/// <summary>What holds for every answer that comes bit by bit.</summary>
static class StreamedResponse
{
    /// <summary>After so long a silence something is sent, because proxies cut lines that are quiet for a minute or less.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    public static void Begin(HttpContext http, string contentType)
    {
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store";
        // Nginx would gather the pieces otherwise.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    public static void WriteJson<T>(this IBufferWriter<byte> output, T value, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = type.Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, type);
    }
}
