using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Operations;

public class HttpTests
{
    [Fact]
    public async Task Health_tells_what_runs_and_how_much_of_it()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var http = new HttpClient { BaseAddress = app.Address };
        await using var ada = await app.JoinAsync("ada");
        await ada.JoinAsync("den", create: true);
        await using var anonymous = await app.OpenAsync();

        var health = JsonNode.Parse(await http.GetStringAsync("/health"))!;

        Assert.Equal(["status", "version", "environment", "modelsLoaded", "engine", "clients", "rooms"], health.AsObject().Select(p => p.Key));
        Assert.Equal(("healthy", 1, "scripted", 2, 2), ((string?)health["status"], (int)health["modelsLoaded"]!, (string?)health["engine"], (int)health["clients"]!, (int)health["rooms"]!));
        Assert.NotEmpty((string)health["version"]!);
    }

    [Fact]
    public async Task Without_a_model_with_weights_the_built_in_engine_is_named()
    {
        await using var app = await ChatApplication.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };

        var health = JsonNode.Parse(await http.GetStringAsync("/health"))!;

        Assert.Equal((0, "intents"), ((int)health["modelsLoaded"]!, (string?)health["engine"]));
    }

    [Fact]
    public async Task Anybody_may_list_the_public_rooms_and_only_those()
    {
        await using var app = await ChatApplication.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };
        await using var ada = await app.JoinAsync("ada");
        var secret = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("secret", Visibility.Private))).Room;

        var list = JsonNode.Parse(await http.GetStringAsync("/api/rooms"))!;

        Assert.Equal(["general"], list["rooms"]!.AsArray().Select(r => (string)r!["id"]!));
        Assert.DoesNotContain(secret.Id.Value, list.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/rooms/general")]
    [InlineData("/playground")]
    [InlineData("/models")]
    [InlineData("/rooms/general/threads/0197-m1")]
    [InlineData("/rooms/general/messages/0197-m1")]
    [InlineData("/search")]
    [InlineData("/stats")]
    public async Task Every_place_of_the_page_has_an_address_of_its_own(string path)
    {
        await using var app = await ChatApplication.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };

        using var root = await http.GetAsync(new Uri("/", UriKind.Relative));
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));

        // A page that was not built says so, at each of its addresses.
        Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(root.StatusCode, response.StatusCode);
        Assert.Equal(await root.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ws", HttpStatusCode.UpgradeRequired)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_refused(string path, HttpStatusCode status)
    {
        await using var app = await ChatApplication.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };

        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_socket_address_asked_without_a_socket_says_what_it_is()
    {
        await using var app = await ChatApplication.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };

        using var response = await http.GetAsync(new Uri("/ws", UriKind.Relative));

        Assert.Contains("WebSocket", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
