using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;
using Dapper;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Figures;

/// <summary>Figures over HTTP, for those who may see them.</summary>
public class StatTests
{
    [Fact]
    public async Task A_room_tells_its_owner_what_was_said_answered_and_rated_by_day()
    {
        var model = new ScriptedModel();
        var clock = new FakeTime();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Clock = clock });
        await using var ada = await app.OpenAsync();
        await ada.HelloAsync("ada");
        await ada.JoinAsync("den", create: true);
        await ada.ChatAsync("@AIBot why?", "den");
        (await model.NextAsync()).Say("because").Finish(usage: new UsageDetails { InputTokenCount = 7, OutputTokenCount = 1 });
        var answer = await ada.MessageAsync("because");
        await WriteAsync(app, $"insert into feedback (message_id, user_id, rating, created_at) values ('{answer.Id}', '{ada.User.Id}', 'like', {clock.GetUtcNow().ToUnixTimeMilliseconds()}); update participants set role = 'owner' where room_id = 'den'");
        await WriteAsync(app, $"insert into attachments (id, room_id, user_id, name, type, size, created_at) values ('f', 'den', '{ada.User.Id}', 'n', 't', 1234, 0)");
        using var api = new ApiCaller(app, ada);

        var (status, stats) = await api.GetAsync("/api/rooms/den/stats?days=3");

        Assert.Equal((HttpStatusCode.OK, true), (status, (bool)stats["isComplete"]!));
        Assert.Equal(["2025-12-30", "2025-12-31", "2026-01-01"], stats["days"]!.AsArray().Select(d => (string)d!["day"]!));
        Assert.Equal([0, 0, 1], stats["days"]!.AsArray().Select(d => (int)d!["messages"]!));
        var today = stats["days"]![2]!;
        Assert.Equal((1, 1, 0, 7, 1, 1, 0), ((int)today["activePeople"]!, (int)today["answers"]!, (int)today["failures"]!, (int)today["promptTokens"]!, (int)today["completionTokens"]!, (int)today["likes"]!, (int)today["dislikes"]!));
        Assert.Equal("""{"people":1,"activePeople":1,"files":1,"fileBytes":1234}""", stats["totals"]!.ToJsonString());
    }

    [Fact]
    public async Task Only_those_who_keep_order_in_a_room_see_its_figures()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");
        var den = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("den", Visibility.Private))).Room.Id;
        using var hers = new ApiCaller(app, ada);
        using var his = new ApiCaller(app, ben);
        using var nobodys = new ApiCaller(app);

        await WriteAsync(app, "update participants set role = 'moderator'");
        Assert.Equal(HttpStatusCode.OK, (await hers.GetAsync("/api/rooms/general/stats")).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_member"), Refusal(await his.GetAsync("/api/rooms/general/stats")));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_room"), Refusal(await his.GetAsync($"/api/rooms/{den}/stats")));
        Assert.Equal((HttpStatusCode.Unauthorized, "not_signed_in"), Refusal(await nobodys.GetAsync("/api/rooms/general/stats")));
        await WriteAsync(app, "update participants set role = 'member'");
        Assert.Equal((HttpStatusCode.Forbidden, "not_allowed"), Refusal(await hers.GetAsync("/api/rooms/general/stats")));
    }

    [Fact]
    public async Task The_servers_figures_are_the_operators()
    {
        await using var open = await ChatApplication.StartAsync(o => o with { ManagesModels = true });
        await using var closed = await ChatApplication.StartAsync(o => o with { ManagesModels = false });
        await using var ada = await open.JoinAsync("ada");
        await ada.ChatAsync("hello");
        using var api = new ApiCaller(open);
        using var stranger = new ApiCaller(closed);

        var (status, stats) = await api.GetAsync("/api/stats");

        Assert.Equal((HttpStatusCode.OK, 30, 1, 1, 1), (status, stats["days"]!.AsArray().Count, (int)stats["days"]![29]!["messages"]!, (int)stats["totals"]!["rooms"]!, (int)stats["totals"]!["people"]!));
        Assert.Equal((HttpStatusCode.Forbidden, "not_allowed"), Refusal(await stranger.GetAsync("/api/stats")));
        Assert.Equal((HttpStatusCode.BadRequest, "bad_request"), Refusal(await api.GetAsync("/api/stats?days=0")));
        Assert.Equal((HttpStatusCode.BadRequest, "bad_request"), Refusal(await api.GetAsync("/api/stats?days=367")));
    }

    static Task<int> WriteAsync(ChatApplication app, string sql) => app.Get<SqliteDatabase>().Writer.WriteAsync(c => SqlMapper.Execute(c, sql));

    static (HttpStatusCode, string) Refusal((HttpStatusCode Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);
}
