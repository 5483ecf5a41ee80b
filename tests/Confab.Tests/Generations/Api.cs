using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Confab.Tests.Support;

namespace Confab.Tests.Generations;

/// <summary>A program that asks the server over HTTP.</summary>
sealed class Api(ChatApplication app, string? token = null) : IDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { BaseAddress = app.Address, Timeout = Timeout.InfiniteTimeSpan };

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => await Answer.ReadAsync(await OpenAsync(HttpMethod.Get, path, null, default, headers));

    public async Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        await Answer.ReadAsync(await OpenAsync(HttpMethod.Post, path, body, default, headers));

    /// <summary>Comes back when the status is there.</summary>
    public async Task<LiveAnswer> StreamAsync(string path, string? body = null, CancellationToken gone = default) =>
        new(await OpenAsync(body is null ? HttpMethod.Get : HttpMethod.Post, path, body, gone));

    public async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, string? body = null, CancellationToken gone = default, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, TestTime.Deadline());
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A whole answer.</summary>
sealed record Answer(HttpStatusCode Status, string Text, HttpResponseMessage Response)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public JsonNode Error => Json["error"]!;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(response.StatusCode, await response.Content.ReadAsStringAsync(TestTime.Deadline()), response);

    public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}

/// <summary>An answer that comes line by line.</summary>
sealed class LiveAnswer(HttpResponseMessage response) : IDisposable
{
    StreamReader? _lines;

    public HttpResponseMessage Response => response;

    /// <summary>The next line; null at the end.</summary>
    public async Task<string?> LineAsync()
    {
        _lines ??= new StreamReader(await response.Content.ReadAsStreamAsync(TestTime.Deadline()));
        return await _lines.ReadLineAsync(TestTime.Deadline());
    }

    /// <summary>The next line that is not blank.</summary>
    public async Task<string?> WordsAsync()
    {
        while (await LineAsync() is { } line)
            if (line.Length > 0) return line;
        return null;
    }

    /// <summary>The payload of the next server-sent event.</summary>
    public async Task<JsonNode?> DataAsync()
    {
        while (await LineAsync() is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal)) return JsonNode.Parse(line["data: ".Length..]);
        return null;
    }

    public async Task<List<string>> RestAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>The payloads of all server-sent events that are still to come.</summary>
    public async Task<List<string>> DataToTheEndAsync() => [.. (await RestAsync()).Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l["data: ".Length..])];

    public void Dispose() => response.Dispose();
}
