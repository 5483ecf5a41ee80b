using System.Net;
using Confab.Tests.Support;

namespace Confab.Tests.Generations;

/// <summary>Which pages may ask over HTTP.</summary>
public class OriginTests
{
    const string Friend = "https://friend.example";

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/api/rooms")]
    public async Task A_friends_page_may_ask_and_read_the_answer(string path)
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await api.GetAsync(path, ("Origin", Friend));

        Assert.Equal((HttpStatusCode.OK, Friend), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task A_friends_browser_is_told_beforehand_what_it_may_send()
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await PreflightAsync(api, Friend);

        Assert.Equal((HttpStatusCode.NoContent, Friend), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.Contains("POST", answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("authorization", answer.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Other_pages_stay_out_and_their_browsers_are_allowed_nothing()
    {
        await using var app = await StartAsync();
        using var api = new Api(app);

        var answer = await api.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}]}""", ("Origin", "https://evil.example"));
        var preflight = await PreflightAsync(api, "https://evil.example");

        Assert.Equal((HttpStatusCode.Forbidden, null), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.Contains("--allow-origin https://evil.example", answer.Text, StringComparison.Ordinal);
        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
    }

    static async Task<Answer> PreflightAsync(Api api, string origin) => await Answer.ReadAsync(await api.OpenAsync(
        HttpMethod.Options, "/v1/chat/completions", null, default,
        ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type")));

    static Task<ChatApplication> StartAsync() => ChatApplication.StartAsync(o => o with { AllowedOrigins = [Friend] });
}
