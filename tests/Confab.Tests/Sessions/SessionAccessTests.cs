using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Tests.Support;

namespace Confab.Tests.Sessions;

public class SessionAccessTests
{
    [Theory]
    [InlineData("eve")]
    [InlineData(null)]
    public async Task Another_can_neither_read_nor_go_on_with_nor_delete_a_persons_session_nor_learn_that_it_is_there(string? other)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        using var owner = new SessionCaller(app, ada.Welcome!.Token);
        using var stranger = new SessionCaller(app, other is null ? null : eve.Welcome!.Token);
        var id = await owner.CreateAsync();

        var read = await stranger.GetAsync($"/api/chat?sessionId={id}");
        var asked = await stranger.AskAsync("let me in", id);
        var nothing = await stranger.GetAsync("/api/chat?sessionId=chat-of-nobody");

        Assert.All([read.Status, asked.Status, nothing.Status, await stranger.DeleteAsync(id)], status => Assert.Equal(HttpStatusCode.NotFound, status));
        foreach (var problem in new[] { read.Body, nothing.Body }) problem.AsObject().Remove("traceId");
        Assert.Equal(nothing.Body.ToJsonString().Replace("chat-of-nobody", id, StringComparison.Ordinal), read.Body.ToJsonString());
        Assert.Equal(ErrorCode.UnknownRoom, (await eve.RefusedAsync(new JoinRoomRequest(new(id)))).Code);
        Assert.Empty(await owner.ReadAsync(id));
    }

    [Fact]
    public async Task A_session_without_a_token_is_opened_by_its_id_and_listed_to_nobody()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var eve = await app.JoinAsync("eve");
        using var nobody = new SessionCaller(app);
        var (_, session) = await nobody.PostAsync("/api/sessions", "{}");
        var (id, guest) = ((string)session["sessionId"]!, (string)session["userId"]!);
        using var elsewhere = new SessionCaller(app);
        using var asEve = new SessionCaller(app, eve.Welcome!.Token);

        Assert.Empty(await elsewhere.ReadAsync(id));
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"/api/chat?userId={guest}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await asEve.GetAsync($"/api/chat?userId={guest}")).Status);
        var everything = (await eve.AskAsync<RoomList>(new ListRoomsRequest())).ToString() + (await asEve.GetAsync("/api/rooms")).Body.ToJsonString()
            + string.Concat(await eve.EverythingSoFarAsync());
        Assert.Contains("general", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(id, everything, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.UnknownRoom, (await eve.RefusedAsync(new JoinRoomRequest(new(id)))).Code);
    }

    [Fact]
    public async Task Each_session_without_a_token_has_a_guest_and_an_id_of_its_own()
    {
        await using var app = await ChatApplication.StartAsync();
        using var nobody = new SessionCaller(app);

        var made = new List<JsonNode>();
        for (var i = 0; i < 12; i++) made.Add((await nobody.PostAsync("/api/sessions", "{}")).Body);

        Assert.Equal(12, made.Select(s => (string)s["sessionId"]!).Distinct().Count());
        Assert.Equal(12, made.Select(s => (string)s["userId"]!).Distinct().Count());
        // Of so many the order is no accident but once in half a billion.
        Assert.NotEqual(made.Select(s => (string)s["sessionId"]!).Order(StringComparer.Ordinal), made.Select(s => (string)s["sessionId"]!));
    }

    [Fact]
    public async Task A_person_lists_their_own_sessions_newest_first_in_pages_and_nobody_elses()
    {
        var model = new ScriptedModel();
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Clock = time });
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        using var asAda = new SessionCaller(app, ada.Welcome!.Token);
        using var asEve = new SessionCaller(app, eve.Welcome!.Token);
        await asEve.CreateAsync();
        var made = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            made.Add(await asAda.CreateAsync());
            time.Advance(TimeSpan.FromSeconds(1));
        }
        var asking = asAda.AskAsync("What is\n  Python? " + new string('x', 99));
        (await model.NextAsync()).Say("a snake").Finish();
        made.Add((string)(await asking).Body["sessionId"]!);

        var page = (await asAda.GetAsync($"/api/chat?userId={ada.User.Id}&limit=2")).Body;
        var rest = (await asAda.GetAsync($"/api/chat?userId={ada.User.Id}&limit=2&before={page["sessions"]![1]!["sessionId"]}")).Body;

        Assert.Equal([made[2], made[1]], Ids(page));
        Assert.Equal([made[0]], Ids(rest));
        Assert.Equal((true, false), ((bool)page["hasMore"]!, (bool)rest["hasMore"]!));
        Assert.Equal((2, "What is Python? xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"), ((int)page["sessions"]![0]!["messageCount"]!, (string?)page["sessions"]![0]!["title"]));
        Assert.Equal(HttpStatusCode.NotFound, (await asEve.GetAsync($"/api/chat?userId={ada.User.Id}")).Status);

        static string[] Ids(JsonNode list) => [.. list["sessions"]!.AsArray().Select(s => (string)s!["sessionId"]!)];
    }

    [Fact]
    public async Task Too_many_new_sessions_from_one_address_are_refused_with_a_time_and_those_there_are_go_on()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Sockets = o.Sockets with { NewRooms = new RateLimit(PerSecond: 0.05, Burst: 2) } });
        using var nobody = new SessionCaller(app);
        var first = await nobody.CreateAsync();
        await nobody.CreateAsync();

        var (status, problem) = await nobody.PostAsync("/api/chat", SessionCaller.Body("one more"));

        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (status, (string?)problem["code"]));
        Assert.Equal(HttpStatusCode.OK, (await nobody.AskAsync("hello", first)).Status);
        await using var ada = await app.JoinAsync("ada");
        using var asAda = new SessionCaller(app, ada.Welcome!.Token);
        await asAda.CreateAsync();
    }

    [Theory]
    [InlineData("""{"message":""}""", "message")]
    [InlineData("""{"message":" \n"}""", "message")]
    [InlineData("""{"message":null}""", "message")]
    [InlineData("""{"message":7}""", "message")]
    [InlineData("""{"message":"\u0007"}""", "message")]
    [InlineData("""{}""", "message")]
    [InlineData("", "message")]
    [InlineData("""{"message":"hi","sessionId":"no id"}""", "sessionId")]
    [InlineData("""{"message":"hi","sessionId":"a","session_id":"b"}""", "session_id")]
    [InlineData("""{"message":"hi","context":[1]}""", "context")]
    [InlineData("""{"message":"hi","options":{"temperature":9}}""", "options.temperature")]
    [InlineData("""{"message":"hi","options":{"frequencyPenalty":1}}""", "frequencyPenalty")]
    [InlineData("""{"message":"hi","systemPrompt":"x"}""", "systemPrompt")]
    [InlineData("""[1]""", null)]
    [InlineData("""{"message":""", null)]
    public async Task What_is_wrong_in_a_question_is_named_and_nothing_is_made(string body, string? field)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);

        foreach (var path in new[] { "/api/chat", "/api/chat/stream" })
        {
            var (status, problem) = await caller.PostAsync(path, body);
            Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["field"]));
            Assert.NotEmpty((string)problem["detail"]!);
        }
        Assert.Empty((await caller.GetAsync($"/api/chat?userId={ada.User.Id}")).Body["sessions"]!.AsArray());
    }

    [Theory]
    [InlineData("message")]
    [InlineData("context")]
    public async Task What_is_too_long_is_refused(string field)
    {
        await using var app = await ChatApplication.StartAsync();
        using var caller = new SessionCaller(app);
        var body = new JsonObject { ["message"] = "hi", [field] = new string('x', Limits.MaxContentLength + 1) };

        var (status, problem) = await caller.PostAsync("/api/chat", body.ToJsonString());

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["field"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync("/api/sessions", new JsonObject { ["systemPrompt"] = new string('x', Limits.MaxContentLength + 1) }.ToJsonString())).Status);
    }

    [Theory]
    [InlineData("", "sessionId")]
    [InlineData("?sessionId=a&userId=b", "userId")]
    [InlineData("?sessionId=no%20id", "sessionId")]
    [InlineData("?sessionId=a&limit=0", "limit")]
    [InlineData("?sessionId=a&limit=201", "limit")]
    [InlineData("?sessionId=a&before=x", "before")]
    public async Task What_is_wrong_in_an_address_is_named(string query, string field)
    {
        await using var app = await ChatApplication.StartAsync();
        using var caller = new SessionCaller(app);

        var (status, problem) = await caller.GetAsync("/api/chat" + query);

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["field"]));
    }

    [Fact]
    public async Task A_room_that_is_no_session_is_none_here()
    {
        await using var app = await ChatApplication.StartAsync();
        using var caller = new SessionCaller(app);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.AskAsync("hello", "general")).Status);
        Assert.Equal(HttpStatusCode.NotFound, await caller.DeleteAsync("general"));
    }
}
