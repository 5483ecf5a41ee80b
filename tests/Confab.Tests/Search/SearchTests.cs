using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Search;

/// <summary>Searching over HTTP, as the people who said things and as those who did not hear them.</summary>
public class SearchTests
{
    [Fact]
    public async Task A_member_finds_what_was_said_with_its_room_and_where_in_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var far = new string('x', 300) + " and here stands the needle " + new string('y', 300);
        var ack = await ada.ChatAsync(far);
        using var api = new ApiCaller(app, ada);

        var (status, page) = await api.GetAsync("/api/search?q=needle");

        var hit = Assert.Single(page["results"]!.AsArray())!;
        Assert.Equal((HttpStatusCode.OK, false, null), (status, (bool)page["hasMore"]!, page["before"]));
        Assert.Equal(("general", "general", "group"), ((string?)hit["room"]!["id"], (string?)hit["room"]!["name"], (string?)hit["room"]!["kind"]));
        Assert.Equal((ack.MessageId.Value, ack.Seq, "ada", far), ((string?)hit["message"]!["id"], (long)hit["message"]!["seq"]!, (string?)hit["message"]!["author"]!["name"], (string?)hit["message"]!["content"]));
        var (text, match) = ((string)hit["snippet"]!["text"]!, Assert.Single(hit["snippet"]!["matches"]!.AsArray())!);
        Assert.Equal("needle", text.Substring((int)match["start"]!, (int)match["length"]!));
        Assert.True(text.Length <= 202 && text[0] == '…' && text[^1] == '…', text);
    }

    [Fact]
    public async Task Nothing_of_a_room_reaches_who_is_not_in_it_not_even_that_it_is_there()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var den = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("den", Visibility.Private))).Room.Id;
        await ada.ChatAsync("the plan is tea", den.Value);
        using var hers = new ApiCaller(app, ada);
        using var his = new ApiCaller(app, ben);
        using var nobodys = new ApiCaller(app);

        Assert.Single((await hers.GetAsync("/api/search?q=plan")).Body["results"]!.AsArray());
        Assert.Equal("""{"results":[],"hasMore":false}""", (await his.GetAsync("/api/search?q=plan")).Body.ToJsonString());
        Assert.Equal((HttpStatusCode.NotFound, "unknown_room"), Refusal(await his.GetAsync($"/api/search?q=plan&roomId={den}")));
        Assert.Equal(await Text(his, $"/api/search?q=plan&roomId={den}"), await Text(his, "/api/search?q=plan&roomId=nowhere"));
        Assert.Equal(await Text(his, "/api/search?q=plan+in:den"), await Text(his, "/api/search?q=plan+in:nowhere"));
        Assert.Equal((HttpStatusCode.Unauthorized, "not_signed_in"), Refusal(await nobodys.GetAsync("/api/search?q=plan")));

        await ada.AskAsync<Ok>(new LeaveRoomRequest(den));

        Assert.Empty((await hers.GetAsync("/api/search?q=plan")).Body["results"]!.AsArray());
    }

    [Fact]
    public async Task Filters_may_stand_among_the_words_or_beside_them()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("Ada Lovelace");
        await using var ben = await app.JoinAsync("ben");
        await ada.ChatAsync("tea from ada");
        await ben.ChatAsync("tea from ben");
        using var api = new ApiCaller(app, ada);

        foreach (var (query, expected) in new[]
        {
            ("q=tea", "tea from ben|tea from ada"),
            ("q=tea+from:ben", "tea from ben"),
            ("q=tea&author=BEN", "tea from ben"),
            ($"q=tea&author={ben.User.Id}", "tea from ben"),
            ("q=tea+from:%22ada lovelace%22", "tea from ada"),
            ("q=from:me", "tea from ada"),
            ("q=te*+in:general", "400"),
            ("q=from*+in:general+-ben", "tea from ada"),
            ("q=tea+before:2020-01-01", ""),
            ("q=tea+after:2020-01-01", "tea from ben|tea from ada"),
            ("q=tea&from=2020-01-01&to=2020-02-01T00:00:00Z", ""),
            ("q=tea&kind=assistant", ""),
            ("q=tea&has=file", ""),
            ("q=tea+in:thread", ""),
            ("q=%22tea from%22 -ada", "tea from ben"),
            ("q=tea+from:nobody", ""),
        })
        {
            var (status, page) = await api.GetAsync("/api/search?" + query);
            var found = status == HttpStatusCode.OK ? string.Join('|', page["results"]!.AsArray().Select(r => (string)r!["message"]!["content"]!)) : $"{(int)status}";
            Assert.Equal((query, expected), (query, found));
        }
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        for (var i = 1; i <= 5; i++) await ada.ChatAsync($"tea {i}");
        using var api = new ApiCaller(app, ada);

        var first = (await api.GetAsync("/api/search?q=tea&limit=3")).Body;
        var second = (await api.GetAsync($"/api/search?q=tea&limit=3&before={first["before"]}")).Body;

        Assert.Equal(["tea 5", "tea 4", "tea 3"], Contents(first));
        Assert.Equal(["tea 2", "tea 1"], Contents(second));
        Assert.Equal((true, false), ((bool)first["hasMore"]!, (bool)second["hasMore"]!));
        Assert.Equal((HttpStatusCode.BadRequest, "bad_request"), Refusal(await api.GetAsync("/api/search?q=tea&before=AAAAAAAAAAAAAAAAAAAAAA")));
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("q=", "q")]
    [InlineData("q=%20!?%20**", "q")]
    [InlineData("q=%22%22", "q")]
    [InlineData("q=-tea", "q")]
    [InlineData("q=in:general", "q")]
    [InlineData("q=t*", "q")]
    [InlineData("q=tea+has:wings", "q")]
    [InlineData("q=tea+before:soon", "q")]
    [InlineData("q=tea+from:", "q")]
    [InlineData("q=tea&from=yesterday", "from")]
    [InlineData("q=tea&kind=robot", "kind")]
    [InlineData("q=tea&limit=0", "limit")]
    [InlineData("q=tea&limit=101", "limit")]
    [InlineData("q=tea&roomId=a%20b", "roomId")]
    [InlineData("q=a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a", "q")]
    public async Task What_cannot_be_searched_is_refused_and_the_field_named(string query, string field)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        using var api = new ApiCaller(app, ada);

        var (status, body) = await api.GetAsync("/api/search?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)body["field"]));
    }

    [Fact]
    public async Task Whatever_is_typed_is_answered_and_never_breaks_the_query()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("some words to find");
        using var api = new ApiCaller(app, ada);
        var random = new Random(7);
        string[] pieces = ["\"", "*", "(", ")", " OR ", " NOT ", "AND", "NEAR(", ":", "content:", "tags:", "-", "^", "{", "}", "+", "words", "ünï", "😀", "\u0000", "\n", "'", ";", "%", "中文", "from:", "in:", "a"];

        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            var (status, body) = await api.GetAsync("/api/search?q=" + Uri.EscapeDataString(text));
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{text}: {(int)status} {body}");
        }
    }

    static IEnumerable<string> Contents(JsonNode page) => page["results"]!.AsArray().Select(r => (string)r!["message"]!["content"]!);

    static (HttpStatusCode, string) Refusal((HttpStatusCode Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);

    static async Task<string> Text(ApiCaller caller, string path)
    {
        var body = (await caller.GetAsync(path)).Body.AsObject();
        body.Remove("traceId");
        return body.ToJsonString();
    }
}
