using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Confab.Server.Http;

/// <summary>
/// Writes server-sent events (WHATWG HTML, section 9.2), each at once. The status and the headers leave with the first, so that
/// until then a refusal can still have a status of its own.
/// </summary>
sealed class ServerSentEvents(HttpContext http)
{
    public bool HasBegun => http.Response.HasStarted;

    public Task WriteAsync<T>(T data, JsonTypeInfo<T> type, string? name = null, string? id = null) =>
        WriteAsync(() =>
        {
            if (name is not null) Put($"event: {name}\n");
            if (id is not null) Put($"id: {id}\n");
            Put("data: ");
            http.Response.BodyWriter.WriteJson(data, type);
            Put("\n\n");
        });

    /// <summary>Text that is no JSON, such as OpenAI's <c>[DONE]</c>.</summary>
    public Task WriteAsync(string data) => WriteAsync(() => Put($"data: {data}\n\n"));

    /// <summary>A word that clients skip. It keeps proxies from cutting a line that is only quiet.</summary>
    public Task CommentAsync(string words) => WriteAsync(() => Put($": {words}\n\n"));

    async Task WriteAsync(Action put)
    {
        if (!HasBegun) StreamedResponse.Begin(http, "text/event-stream; charset=utf-8");
        put();
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    void Put(string text) => Encoding.UTF8.GetBytes(text, http.Response.BodyWriter);
}
