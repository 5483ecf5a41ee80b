using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Replies.Prompts;

/// <summary><c>GET /api/messages/{id}/prompt</c>: what an assistant saw for an answer.</summary>
public sealed class WhatItSawTests : IAsyncLifetime
{
    readonly ScriptedModel _script = new();
    ChatApplication _app = null!;
    TestSocket _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync(_script, o => o with { Suggestions = o.Suggestions with { IsOn = false } });
        _ada = await _app.JoinAsync("ada");
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_part_by_part_with_what_each_weighs_and_who_said_it()
    {
        await _ada.ChatAsync("tea is ready");
        var answer = await AskAsync("where?");

        var saw = await ReadAsync(answer);

        Assert.Equal(["instructions", "manners", "message", "message"], Parts(saw, "kind"));
        Assert.Equal(["tea is ready", "@AIBot where?"], Parts(saw, "content").Skip(2));
        Assert.Equal(["ada", "ada"], saw["parts"]!.AsArray().Skip(2).Select(p => (string?)p!["author"]!["name"]));
        Assert.Equal(4, (int)saw["parts"]![2]!["tokens"]!);
        Assert.Equal(("scripted", 4096, 0), ((string)saw["model"]!, (int)saw["contextLength"]!, (int)saw["leftOut"]!));
        Assert.InRange((int)saw["tokens"]!, Parts(saw, "content").Sum(t => ScriptedModel.Words(t!)), (int)saw["budget"]!);
    }

    [Fact]
    public async Task What_was_edited_or_deleted_since_is_not_shown_and_said_to_be_so()
    {
        var (one, two) = (await _ada.ChatAsync("my pin is 1234"), await _ada.ChatAsync("no, 4321"));
        var answer = await AskAsync("what is it?");

        await _ada.EditAsync(one.MessageId, "never mind");
        await _ada.DeleteAsync(two.MessageId);

        var saw = await ReadAsync(answer);
        Assert.Equal(["changed", "deleted", null], Parts(saw, "gone").Skip(2));
        Assert.Equal([null, null, "@AIBot what is it?"], Parts(saw, "content").Skip(2));
    }

    [Fact]
    public async Task What_was_just_remembered_is_in_it_and_what_is_forgotten_since_is_not()
    {
        var answer = await AskAsync("remember that my tea is green");
        var memory = Assert.Single((await ReadAsync(answer))["parts"]!.AsArray(), p => (string?)p!["kind"] == "memory")!;
        Assert.Contains("my tea is green", (string?)memory["content"], StringComparison.Ordinal);

        using var caller = new ApiCaller(_app, _ada);
        await caller.SendAsync(HttpMethod.Delete, $"/api/memory/{memory["memoryId"]}");

        memory = Assert.Single((await ReadAsync(answer))["parts"]!.AsArray(), p => (string?)p!["kind"] == "memory")!;
        Assert.Equal((null, "forgotten"), ((string?)memory["content"], (string?)memory["gone"]));
    }

    [Fact]
    public async Task With_the_answer_goes_what_it_saw()
    {
        var answer = await AskAsync("hello?");
        await _app.MakeAsync(_ada, RoomRole.Owner);
        await _ada.DeleteAsync(answer);

        using var caller = new ApiCaller(_app, _ada);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync($"/api/messages/{answer}/prompt")).Status);
    }

    [Fact]
    public async Task To_who_may_not_read_the_room_it_is_as_if_there_were_no_such_answer()
    {
        var room = (await _ada.AskAsync<RoomCreated>(new CreateRoomRequest("den", Visibility.Private))).Room.Id;
        var answer = await AskAsync("a secret?", room);
        await using var eve = await _app.JoinAsync("eve");
        using var eves = new ApiCaller(_app, eve);
        using var nobodys = new ApiCaller(_app);

        var (refused, unknown) = (await eves.GetAsync($"/api/messages/{answer}/prompt"), await eves.GetAsync("/api/messages/never-was/prompt"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (refused.Status, unknown.Status));
        Assert.Equal(((string)unknown.Body["detail"]!).Replace("never-was", answer.Value, StringComparison.Ordinal), (string)refused.Body["detail"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobodys.GetAsync($"/api/messages/{answer}/prompt")).Status);
    }

    [Fact]
    public async Task What_somebody_wrote_for_an_assistant_of_their_own_is_shown_to_them_alone()
    {
        await using var app = await ChatApplication.StartAsync(_script, o => o with { Suggestions = o.Suggestions with { IsOn = false }, ManagesModels = false });
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        using var adas = new ApiCaller(app, ada);
        using var bens = new ApiCaller(app, ben);
        using var body = new StringContent("""{"name":"Sphinx","handle":"Sphinx","instructions":"The riddle is about a river."}""", System.Text.Encoding.UTF8, "application/json");
        var made = (await adas.SendAsync(HttpMethod.Post, "/api/assistants", body)).Body;
        await ada.AskAsync<Ok>(new InviteRequest(new("general"), new((string)made["id"]!)));
        await ada.ChatAsync("@Sphinx hello");
        (await _script.NextAsync()).Say("guess").Finish();
        var answer = (await ada.MessageAsync("guess")).Id;
        await TestTime.UntilAsync(async () => (await adas.GetAsync($"/api/messages/{answer}/prompt")).Status == HttpStatusCode.OK, "it is kept");

        var (own, others) = ((await adas.GetAsync($"/api/messages/{answer}/prompt")).Body["parts"]![0]!, (await bens.GetAsync($"/api/messages/{answer}/prompt")).Body["parts"]![0]!);

        Assert.Equal(("instructions", "The riddle is about a river.", null), ((string?)own["kind"], (string?)own["content"], (string?)own["gone"]));
        Assert.Equal(("instructions", null, "not_yours"), ((string?)others["kind"], (string?)others["content"], (string?)others["gone"]));
    }

    [Fact]
    public async Task Whoever_asks_before_it_is_kept_waits_for_it()
    {
        var answer = await AskAsync("where?");
        await ReadAsync(answer);
        using var caller = new ApiCaller(_app, _ada);
        var coming = _app.Get<KeepPrompt>().Expect(answer);
        await _app.WriteAsync("delete from prompts");

        var asking = caller.GetAsync($"/api/messages/{answer}/prompt");
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/messages/never-was/prompt")).Status);
        await _app.Get<IPromptStore>().SaveAsync(new KeptPrompt(answer, "scripted", 4096, 4000, 1, 0, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, [new("instructions", null, "Help.", 1)]));
        coming.Dispose();

        Assert.Equal(HttpStatusCode.OK, (await asking).Status);
    }

    async Task<MessageId> AskAsync(string question, RoomId? room = null)
    {
        await _ada.ChatAsync("@AIBot " + question, room?.Value ?? "general");
        (await _script.NextAsync()).Say("an answer").Finish();
        var answer = (await _ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Id;
        return answer;
    }

    async Task<JsonNode> ReadAsync(MessageId answer)
    {
        using var caller = new ApiCaller(_app, _ada);
        // Right after the answer, too.
        var (status, body) = await caller.GetAsync($"/api/messages/{answer}/prompt");
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    static IEnumerable<string?> Parts(JsonNode saw, string field) => saw["parts"]!.AsArray().Select(p => (string?)p![field]);
}
