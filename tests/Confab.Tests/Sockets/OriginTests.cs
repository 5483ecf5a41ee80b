using Confab.Server.Sockets;
using Confab.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Confab.Tests.Sockets;

public class OriginTests
{
    [Theory]
    [InlineData(null, null, 101)]
    [InlineData(null, "http://localhost:{port}", 101)]
    [InlineData("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101)]
    [InlineData("[::1]:{port}", null, 101)]
    [InlineData("chat.localhost:{port}", null, 101)]
    [InlineData(null, "https://friend.example", 101)]
    [InlineData(null, "http://evil.example", 403)]
    [InlineData(null, "http://localhost:1", 403)]
    [InlineData(null, "https://localhost:{port}", 403)]
    [InlineData(null, "http://localhost.evil.example:{port}", 403)]
    [InlineData(null, "null", 403)]
    [InlineData("evil.example", "http://evil.example", 421)]
    [InlineData("evil.example:{port}", null, 421)]
    [InlineData("localhost.evil.example:{port}", null, 421)]
    public async Task Only_pages_of_the_server_itself_and_of_friends_may_open_a_socket(string? host, string? origin, int status)
    {
        await using var app = await ChatApplication.StartAsync(o => o with { AllowedOrigins = ["https://friend.example"] });

        var head = await RawSocket.HandshakeAsync(app.Address, [.. HeaderLines(app.Address.Port, host, origin)]);

        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
        Assert.Equal(0, status == 403 ? app.Connections : 0);
    }

    [Fact]
    public async Task A_refused_page_is_told_what_the_operator_can_do()
    {
        await using var app = await ChatApplication.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, "/ws"));
        foreach (var line in HeaderLines(app.Address.Port, null, "https://elsewhere.example")) request.Headers.TryAddWithoutValidation(line.Split(": ")[0], line.Split(": ")[1]);
        foreach (var (name, value) in new[] { ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==") })
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await http.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("--allow-origin https://elsewhere.example", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_an_origin_of_its_own_may_connect_where_the_operator_allows_it()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { AllowedOrigins = ["null"] });

        Assert.StartsWith("HTTP/1.1 101 ", await RawSocket.HandshakeAsync(app.Address, [.. HeaderLines(app.Address.Port, null, "null")]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat.example", "http://chat.example", true)]
    [InlineData("chat.example:80", "http://chat.example", true)]
    [InlineData("chat.example", "http://chat.example:8080", false)]
    [InlineData("", "http://chat.example", false)]
    [InlineData("a b", "http://chat.example", false)]
    [InlineData("evil.example", null, true)]
    public void On_a_public_address_any_host_name_is_the_servers_own(string host, string? origin, bool mayConnect)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Headers.Host = host;
        if (origin is not null) request.Headers.Origin = origin;

        Assert.Equal(mayConnect, new OriginPolicy(new OriginOptions { LoopbackOnly = false }).RefuseOrigin(request) is null);
    }

    static IEnumerable<string> HeaderLines(int port, string? host, string? origin)
    {
        yield return "Host: " + (host ?? "localhost:{port}").Replace("{port}", $"{port}", StringComparison.Ordinal);
        if (origin is not null) yield return "Origin: " + origin.Replace("{port}", $"{port}", StringComparison.Ordinal);
    }
}
