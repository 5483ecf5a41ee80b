using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;
using static Confab.Tests.Memory.MemoryScene;

namespace Confab.Tests.Memory;

public class MemoryHttpTests
{
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task One_adds_lists_searches_edits_and_forgets_ones_own()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        using var caller = new ApiCaller(app, ada);

        var (status, made) = await PostAsync(caller, """{"content":"I like green tea","topic":"Favorite tea","importance":6}""");
        Assert.Equal((HttpStatusCode.Created, "private", "favourite tea", "long_term", true), (status, (string?)made["scope"], (string?)made["topic"], (string?)made["tier"], (bool)made["mayChange"]!));
        await PostAsync(caller, """{"content":"I play chess"}""");

        Assert.Equal(2, (await ListAsync(caller)).Count);
        Assert.Equal(["I like green tea"], await ListAsync(caller, "?q=teas"));
        Assert.Empty(await ListAsync(caller, "?q=%22%2A"));
        Assert.Single(await ListAsync(caller, "?limit=1"));
        Assert.Empty(await ListAsync(caller, "?scope=room"));
        Assert.Equal("I like black tea", (string?)(await caller.SendAsync(HttpMethod.Patch, $"/api/memory/{made["id"]}", Json("""{"content":" I like black\ntea "}"""))).Body["content"]);
        Assert.Equal(HttpStatusCode.NoContent, (await caller.SendAsync(HttpMethod.Delete, $"/api/memory/{made["id"]}")).Status);
        Assert.Equal(["I play chess"], await ListAsync(caller));
        Assert.Equal(1, (int)(await caller.SendAsync(HttpMethod.Delete, "/api/memory")).Body["forgotten"]!);
        Assert.Empty(await ListAsync(caller));
    }

    [Fact]
    public async Task Anothers_is_not_there_and_a_rooms_is_shown_to_its_members_and_changed_by_few()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        using var adas = new ApiCaller(app, ada);
        var (bens, eves) = (adas.As(ben), adas.As(eve));
        var own = (string)(await PostAsync(adas, """{"content":"I like green tea"}""")).Body["id"]!;
        var (status, shared) = await PostAsync(adas, $$"""{"content":"the code is 1234","roomId":"{{room}}"}""");
        Assert.Equal((HttpStatusCode.Created, null), (status, (string?)shared["userId"]));
        var of = (string)shared["id"]!;

        Assert.Equal(["the code is 1234"], await ListAsync(bens));
        Assert.Empty(await ListAsync(eves));
        Assert.Equal(["the code is 1234"], await ListAsync(bens, $"?roomId={room}"));
        Assert.Empty(await ListAsync(eves, $"?roomId={room}"));
        foreach (var method in new[] { HttpMethod.Delete, HttpMethod.Patch })
        {
            Assert.Equal("unknown_memory", await CodeAsync(bens, method, own));
            Assert.Equal("not_allowed", await CodeAsync(bens, method, of));
            Assert.Equal("unknown_memory", await CodeAsync(eves, method, of));
            Assert.Equal("unknown_memory", await CodeAsync(eves, method, "nothing"));
        }
        Assert.Equal("unknown_room", (string?)(await PostAsync(eves, $$"""{"content":"I was here","roomId":"{{room}}"}""")).Body["code"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new ApiCaller(app).GetAsync("/api/memory")).Status);
    }

    [Fact]
    public async Task Who_left_a_room_or_was_removed_lists_and_forgets_what_they_said_there_and_no_more()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        using var adas = new ApiCaller(app, ada);
        var bens = adas.As(ben);
        await PostAsync(adas, $$"""{"content":"the code is 1234","roomId":"{{room}}"}""");
        var said = (string)(await PostAsync(bens, $$"""{"content":"we meet on Fridays","roomId":"{{room}}"}""")).Body["id"]!;
        Assert.Equal(2, (await ListAsync(bens)).Count);

        await ada.DoAsync(new RemoveMemberRequest(room, ben.User.Id));

        Assert.Equal(["we meet on Fridays"], await ListAsync(bens));
        Assert.Equal(["we meet on Fridays"], await ListAsync(bens, $"?roomId={room}"));
        Assert.Equal("not_allowed", await CodeAsync(bens, HttpMethod.Patch, said));
        Assert.Equal(HttpStatusCode.NoContent, (await bens.SendAsync(HttpMethod.Delete, $"/api/memory/{said}")).Status);
        Assert.Empty(await ListAsync(bens));
        Assert.Equal(["the code is 1234"], await ListAsync(adas));
    }

    [Fact]
    public async Task Neither_list_nor_export_tells_who_left_a_room_how_often_what_they_said_is_used_there()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        using var bens = new ApiCaller(app, ben);
        var store = app.Get<IMemoryStore>();
        var memory = new StoredMemory(MemoryId.New(), Bot, MemoryTier.LongTerm, MemoryScope.Room, "Ben likes tea", DateTimeOffset.UtcNow) { About = ben.User.Id, SaidBy = ben.User.Id, Room = room };
        await store.KeepAsync([new(memory, [])]);
        await store.MarkUsedAsync([memory.Id], DateTimeOffset.UtcNow);
        foreach (var told in await ToldAsync()) Assert.Equal((1, true), ((int)told["uses"]!, told["lastUsedAt"] is not null));

        await ada.DoAsync(new RemoveMemberRequest(room, ben.User.Id));

        foreach (var told in await ToldAsync()) Assert.Equal((0, false), ((int)told["uses"]!, told["lastUsedAt"] is not null));

        async Task<JsonNode[]> ToldAsync() =>
        [
            Assert.Single((await bens.GetAsync("/api/memory")).Body["memories"]!.AsArray())!,
            Assert.Single((await bens.GetAsync("/api/memory/export")).Body["memories"]!.AsArray())!,
        ];
    }

    [Theory]
    [InlineData("""{"content":""}""", "content")]
    [InlineData("""{"content":"x","assistantId":"assistant:none"}""", "assistantId")]
    [InlineData("""{"content":"x","scope":"room"}""", "roomId")]
    [InlineData("""{"content":"x","scope":"everybody"}""", "scope")]
    [InlineData("""{"content":"x","importance":11}""", "importance")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);

        var (status, problem) = await PostAsync(caller, body);

        Assert.True((int)status is >= 400 and < 500, status.ToString());
        Assert.Equal(field, (string?)problem["field"]);
        Assert.Empty(await ListAsync(caller));
    }

    [Fact]
    public async Task What_other_programs_keep_comes_in_private_and_goes_out_in_the_same_shape()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);

        var (status, answer) = await caller.SendAsync(HttpMethod.Post, "/api/memory/import", Json(
            """
            {
              "shortTerm": [{ "role": "user", "content": "Hi there, I am new", "timestamp": "2025-01-01T10:00:00.000Z" }],
              "longTerm": { "ada": { "name": "Ada", "age": 25, "interests": ["programming", "hiking"] } },
              "episodic": [{ "summary": "Ada moved to Bonn", "importance": 9, "timestamp": "2025-01-02T10:00:00.000Z", "originalExchange": [] }],
              "semantic": { "react": { "value": "a library for user interfaces", "learnedAt": "2025-01-03T10:00:00.000Z", "confidence": 0.8 } }
            }
            """));

        Assert.Equal((HttpStatusCode.OK, 6, 0), (status, (int)answer["imported"]!, (int)answer["passedOver"]!));
        var memories = await app.MemoriesAsync(ada);
        Assert.All(memories, m => Assert.Equal((MemoryScope.Private, ada.User.Id), (m.Scope, m.About)));
        Assert.Contains(memories, m => m is { Tier: MemoryTier.LongTerm, Topic: "age", Content: "age: 25" });
        Assert.Contains(memories, m => m is { Tier: MemoryTier.LongTerm, Content: "interests: programming, hiking" });
        Assert.Contains(memories, m => m is { Tier: MemoryTier.Episodic, Importance: 9 } && m.CreatedAt.Year == 2025);
        Assert.Contains(memories, m => m is { Tier: MemoryTier.Semantic, Topic: "react", Confidence: 0.8 });

        var exported = (await caller.GetAsync("/api/memory/export")).Body;
        Assert.Equal(("age: 25", 9, 1), ((string?)exported["longTerm"]!["age"], (int)exported["episodic"]![0]!["importance"]!, exported["shortTerm"]!.AsArray().Count));
        Assert.Equal(6, exported["memories"]!.AsArray().Count);
        await caller.SendAsync(HttpMethod.Delete, "/api/memory");
        Assert.Equal(6, (int)(await caller.SendAsync(HttpMethod.Post, "/api/memory/import", Json(exported.ToJsonString()))).Body["imported"]!);
        var again = await app.MemoriesAsync(ada);
        Assert.Equal(memories.Select(m => (m.Content, m.Tier, m.Topic, m.Importance, m.Confidence)), again.Select(m => (m.Content, m.Tier, m.Topic, m.Importance, m.Confidence)));
    }

    [Fact]
    public async Task An_export_of_the_most_that_is_kept_is_taken_back_in()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);
        var memories = Enumerable.Range(0, 1000).Select(i => $$"""{"tier":"long_term","scope":"private","topic":"topic {{i}}","content":"Ada knows the number {{i}}","other":"{{new string('x', 1100)}}"}""");

        var (status, answer) = await caller.SendAsync(HttpMethod.Post, "/api/memory/import", Json($$"""{"memories":[{{string.Join(',', memories)}}]}"""));

        Assert.Equal((HttpStatusCode.OK, 1000, 0), (status, (int)answer["imported"]!, (int)answer["passedOver"]!));
    }

    [Fact]
    public async Task An_export_holds_nothing_of_others_and_an_import_brings_nothing_into_a_room_or_to_others()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        using var caller = new ApiCaller(app, ada);
        await ben.ChatAsync("@AIBot remember that I like green tea");
        await ben.NextAsync<MemoryChanged>();

        Assert.DoesNotContain("green", (await caller.GetAsync("/api/memory/export")).Body.ToJsonString(), StringComparison.Ordinal);
        await caller.SendAsync(HttpMethod.Post, "/api/memory/import", Json(
            $$"""{"memories":[{"content":"ben is a thief","scope":"room","roomId":"general","userId":"{{ben.User.Id}}","tier":"long_term"}]}"""));

        Assert.Equal(["ben: I like green tea"], await app.ContentsAsync(ben));
        Assert.Equal("too_large", (string?)(await caller.SendAsync(HttpMethod.Post, "/api/memory/import", Json(TooMuch()))).Body["code"]);
        Assert.Equal("bad_json", (string?)(await caller.SendAsync(HttpMethod.Post, "/api/memory/import", Json("{"))).Body["code"]);
    }

    [Fact]
    public async Task Who_switches_an_assistant_off_is_not_remembered_by_it()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);

        Assert.Equal("""{"off":["assistant:aibot"]}""", (await caller.SendAsync(HttpMethod.Put, "/api/memory/switches", Json("""{"assistantId":"assistant:aibot","on":false}"""))).Body.ToJsonString());

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(caller, """{"content":"I like green tea"}""")).Status);
        Assert.Equal("""{"off":[]}""", (await caller.SendAsync(HttpMethod.Put, "/api/memory/switches", Json("""{"assistantId":"assistant:aibot","on":true}"""))).Body.ToJsonString());
        Assert.Equal("""{"off":[]}""", (await caller.GetAsync("/api/memory/switches")).Body.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(caller, """{"content":"I like green tea"}""")).Status);
    }

    static Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(ApiCaller caller, string body) => caller.SendAsync(HttpMethod.Post, "/api/memory", Json(body));

    static async Task<IReadOnlyList<string>> ListAsync(ApiCaller caller, string query = "") =>
        [.. (await caller.GetAsync("/api/memory" + query)).Body["memories"]!.AsArray().Select(m => (string)m!["content"]!)];

    static async Task<string?> CodeAsync(ApiCaller caller, HttpMethod method, string id) =>
        (string?)(await caller.SendAsync(method, $"/api/memory/{id}", method == HttpMethod.Patch ? Json("""{"content":"other words"}""") : null)).Body["code"];

    static string TooMuch() => new JsonObject { ["memories"] = new JsonArray([.. Enumerable.Range(0, 20_701).Select(i => new JsonObject { ["content"] = $"fact {i}" })]) }.ToJsonString();

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
