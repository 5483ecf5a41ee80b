using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Http;

/// <summary>The JSON object that a request carries, whatever type of content it says it has.</summary>
static class JsonBody
{
    /// <exception cref="RequestRefused">It is no such object; the field is named.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted)
                ?? throw new RequestRefused(ErrorCode.BadRequest, "the body is null; send a JSON object");
        }
        catch (JsonException e)
        {
            var field = e.Path?.TrimStart('$').TrimStart('.');
            // The reader's own fault lies inside where this is no JSON at all.
            throw string.IsNullOrEmpty(field) || e.InnerException is JsonException
                ? new RequestRefused(ErrorCode.BadJson, $"the body is no JSON object: {e.Message}")
                : new RequestRefused(ErrorCode.BadRequest, $"\"{field}\" is not what it should be: {e.Message}", field);
        }
    }
}
