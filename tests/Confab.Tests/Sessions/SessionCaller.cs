using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Confab.Tests.Support;

namespace Confab.Tests.Sessions;

/// <summary>A program that asks over HTTP: with a person's token, or as nobody.</summary>
sealed class SessionCaller : IDisposable
{
    readonly HttpClient _http;

    public SessionCaller(ChatApplication app, string? token = null)
    {
        _http = new HttpClient { BaseAddress = app.Address };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string? body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<HttpStatusCode> DeleteAsync(string session) => (await SendAsync(HttpMethod.Delete, $"/api/sessions/{session}")).Status;

    public Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string message, string? session = null, CancellationToken stop = default) =>
        SendAsync(HttpMethod.Post, "/api/chat", Body(message, session), stop);

    public async Task<string> CreateAsync(string body = "{}")
    {
        var (status, session) = await PostAsync("/api/sessions", body);
        Assert.Equal(HttpStatusCode.Created, status);
        return (string)session["sessionId"]!;
    }

    /// <summary>What was said in a session, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReadAsync(string session)
    {
        var (status, page) = await GetAsync($"/api/chat?sessionId={session}");
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. page["messages"]!.AsArray().Select(m => m!)];
    }

    /// <summary>The answer's events as they come, up to the end of the response.</summary>
    public async IAsyncEnumerable<JsonNode> StreamAsync(string message, string? session = null, [EnumeratorCancellation] CancellationToken stop = default)
    {
        using var either = Either(stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat/stream") { Content = Json(Body(message, session)) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(either.Token));
        while (await lines.ReadLineAsync(either.Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) yield return JsonNode.Parse(line["data: ".Length..])!;
    }

    public static string Body(string message, string? session = null) => new JsonObject { ["message"] = message, ["session_id"] = session }.ToJsonString();

    async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null, CancellationToken stop = default)
    {
        using var either = Either(stop);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        using var response = await _http.SendAsync(request, either.Token);
        var text = await response.Content.ReadAsStringAsync(either.Token);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    static CancellationTokenSource Either(CancellationToken stop) => CancellationTokenSource.CreateLinkedTokenSource(stop, TestTime.Deadline());

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public void Dispose() => _http.Dispose();
}
