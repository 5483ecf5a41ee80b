using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Sessions;

/// <summary>Reads a request's body, and turns what the serializer dislikes into an error that names the field.</summary>
static partial class SessionBody
{
    /// <summary>Null for an empty body.</summary>
    /// <exception cref="RequestRefused">It is no such JSON.</exception>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type) where T : class
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        if (bytes.Length == 0) return null;
        try
        {
            return JsonSerializer.Deserialize(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), type)
                ?? throw new RequestRefused(ErrorCode.BadRequest, "the body is a JSON object, not null");
        }
        catch (JsonException e)
        {
            throw new RequestRefused(Explain(e));
        }
    }

    static ErrorFrame Explain(JsonException e)
    {
        if (Unknown().Match(e.Message) is { Success: true } unknown)
            return new(ErrorCode.BadRequest, $"\"{unknown.Groups[1].Value}\" is not known here, and so cannot be honoured; leave it out", unknown.Groups[1].Value);
        // What is no JSON at all comes with the reader's own exception inside.
        return e.InnerException is JsonException || (e.Path is null or "$" && !e.Message.Contains("missing required", StringComparison.Ordinal))
            ? new(ErrorCode.BadJson, $"the body is no JSON object: {e.Message.Split(" Path:")[0]}")
            : RequestReader.Explain(e);
    }

    [GeneratedRegex("^The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unknown();
}
