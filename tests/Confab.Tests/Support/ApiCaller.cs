using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Confab.Tests.Support;

/// <summary>A program that asks over HTTP as somebody, or as nobody.</summary>
sealed class ApiCaller : IDisposable
{
    public ApiCaller(ChatApplication app, TestSocket? person = null)
        : this(app.Address, person) { }

    ApiCaller(Uri address, TestSocket? person)
    {
        Http = new HttpClient { BaseAddress = address };
        if (person is not null) Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", person.Welcome!.Token);
    }

    public HttpClient Http { get; }

    public Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Http.SendAsync(request, TestTime.Deadline());
        var text = await response.Content.ReadAsStringAsync(TestTime.Deadline());
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    /// <summary>The same as somebody.</summary>
    public ApiCaller As(TestSocket person) => new(Http.BaseAddress!, person);

    public void Dispose() => Http.Dispose();
}
