using System.Text.Json;
using Confab.Cli.CommandLine;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Cli.Catalog;

/// <summary>A running server's <c>/api/models</c>.</summary>
sealed class ServerModels : IDisposable
{
    // Loading a large model from a slow disk takes minutes.
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(30) };

    public ServerModels(Uri server) => _http.BaseAddress = new UriBuilder(server) { Scheme = server.Scheme is "wss" or "https" ? "https" : "http", Path = "/" }.Uri;

    public async Task<ModelList> ListAsync(CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Get, "api/models", stop);
        return new ModelList(answer.RootElement.GetProperty("models").Deserialize<IReadOnlyList<ModelInfo>>(WireJson.Options)!);
    }

    public Task<ModelInfo> ShowAsync(string id, CancellationToken stop) => InfoAsync(HttpMethod.Get, $"api/models/{Uri.EscapeDataString(id)}", stop);

    public Task<ModelInfo> LoadAsync(string id, CancellationToken stop) => InfoAsync(HttpMethod.Post, $"api/models/{Uri.EscapeDataString(id)}/load", stop);

    public Task<ModelInfo> UnloadAsync(string id, bool isForced, CancellationToken stop) =>
        InfoAsync(HttpMethod.Post, $"api/models/{Uri.EscapeDataString(id)}/unload?force={(isForced ? "true" : "false")}", stop);

    public void Dispose() => _http.Dispose();

    async Task<ModelInfo> InfoAsync(HttpMethod method, string path, CancellationToken stop)
    {
        using var answer = await SendAsync(method, path, stop);
        return answer.RootElement.Deserialize<ModelInfo>(WireJson.Options)!;
    }

    async Task<JsonDocument> SendAsync(HttpMethod method, string path, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await _http.SendAsync(request, stop);
            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(stop));
            if (response.IsSuccessStatusCode) return answer;
            using (answer)
                throw new Failure(answer.RootElement.TryGetProperty("detail", out var why) ? why.GetString()! : $"{_http.BaseAddress} answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            throw new Failure($"no Confab server answers at {_http.BaseAddress} ({e.Message}); start one with: confab serve");
        }
        catch (JsonException)
        {
            throw new Failure($"what answers at {_http.BaseAddress} is no Confab server");
        }
    }
}
