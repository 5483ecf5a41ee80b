using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Sessions;

public class SessionStreamTests
{
    [Fact]
    public async Task The_answer_comes_while_it_is_written_and_is_what_is_stored()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);
        await using var events = caller.StreamAsync("hello").GetAsyncEnumerator();

        var begun = await NextAsync(events);
        var speech = (await model.NextAsync()).Say("Line one\nline 🐍 ");
        var first = await NextAsync(events);
        speech.Say("and the rest.").Finish();
        var text = (string)first["content"]!;
        JsonNode last;
        while ((last = await NextAsync(events))["content"] is { } content) text += (string)content!;

        Assert.Equal("Line one\nline 🐍 ", (string?)first["content"]);
        Assert.Equal((true, true, "complete"), ((bool)last["done"]!, (bool)last["success"]!, (string?)last["aiMessage"]!["status"]));
        Assert.Equal((string?)begun["sessionId"], (string?)last["sessionId"]);
        Assert.False(await events.MoveNextAsync());
        var stored = await caller.ReadAsync((string)last["sessionId"]!);
        Assert.Equal([begun["userMessage"]!.ToJsonString(), last["aiMessage"]!.ToJsonString()], stored.Select(m => m.ToJsonString()));
        Assert.Equal("Line one\nline 🐍 and the rest.", text);
        Assert.Equal(text, (string?)stored[1]["content"]);
    }

    [Fact]
    public async Task A_page_that_shows_the_room_sees_the_same_answer_grow()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await caller.CreateAsync();
        var told = (await ada.NextAsync<RoomUpdated>()).Room;
        Assert.Equal((id, RoomKind.Chat, Visibility.Private, true), (told.Id.Value, told.Kind, told.Visibility, told.IsMember));
        Assert.Contains((await ada.AskAsync<RoomList>(new ListRoomsRequest())).Rooms, r => r.Id.Value == id && r.IsMember == true);
        await ada.JoinAsync(id);
        await using var events = caller.StreamAsync("count", id).GetAsyncEnumerator();

        var begun = await NextAsync(events);
        var speech = (await model.NextAsync()).Say("one ");
        var overHttp = (string)(await NextAsync(events))["content"]!;
        var onThePage = (await ada.NextAsync<TokenEvent>()).Content;
        Assert.Equal("count", (await ada.MessageAsync("count")).Content);
        await using var late = await app.OpenAsync();
        await late.HelloAsync(token: ada.Welcome.Token);
        Assert.Equal("one ", Assert.Single((await late.JoinAsync(id)).Streams).Content);
        speech.Say("two").Finish();
        JsonNode last;
        while ((last = await NextAsync(events))["content"] is { } content) overHttp += (string)content!;
        while (onThePage.Length < overHttp.Length) onThePage += (await ada.NextAsync<TokenEvent>()).Content;
        var message = (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;

        Assert.Equal(("one two", "one two", "one two"), (overHttp, onThePage, message.Content));
        Assert.Equal((string?)last["aiMessage"]!["id"], message.Id.Value);
        Assert.Equal((string?)begun["userMessage"]!["author"]!["name"], ada.User.Name);
        await late.MessageAsync("one two");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_goes_away_cancels_the_answer_and_its_text_is_kept(bool streamed)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await caller.CreateAsync();
        await ada.JoinAsync(id);
        using var leaving = new CancellationTokenSource();
        var asking = streamed ? caller.StreamAsync("count", id, leaving.Token).ReadAllAsync() : caller.AskAsync("count", id, leaving.Token);
        var speech = (await model.NextAsync()).Say("one ");
        await ada.NextAsync<TokenEvent>();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await speech.Ended;
        Assert.Equal(StreamEndReason.Cancelled, (await ada.NextAsync<StreamEnd>()).Reason);
        var message = await ada.MessageAsync("one ");
        Assert.Equal(MessageStatus.Cancelled, message.Status);
        Assert.Equal("cancelled", (string?)(await caller.ReadAsync(id))[1]["status"]);
    }

    [Fact]
    public async Task A_model_that_fails_is_told_in_the_last_event()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);
        await using var events = caller.StreamAsync("hello").GetAsyncEnumerator();
        await NextAsync(events);

        (await model.NextAsync()).Say("half ").Fail(new InvalidOperationException("cannot read /secret/path"));

        Assert.Equal("half ", (string?)(await NextAsync(events))["content"]);
        var last = await NextAsync(events);
        Assert.Equal((true, false, "error"), ((bool)last["done"]!, (bool)last["success"]!, (string?)last["aiMessage"]!["status"]));
        Assert.Equal("the model failed; the server's log says why", (string?)last["error"]);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_answer_as_interrupted_and_says_so()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);
        await using var events = caller.StreamAsync("count").GetAsyncEnumerator();
        await NextAsync(events);
        (await model.NextAsync()).Say("one ");
        await NextAsync(events);

        var stopping = app.StopAsync();

        var last = await NextAsync(events);
        Assert.Equal((true, false, "interrupted", "one "), ((bool)last["done"]!, (bool)last["success"]!, (string?)last["aiMessage"]!["status"], (string?)last["aiMessage"]!["content"]));
        Assert.Contains("server is going down", (string?)last["error"], StringComparison.Ordinal);
        Assert.False(await events.MoveNextAsync());
        await stopping;
    }

    [Fact]
    public async Task Deleting_a_session_ends_its_answer_and_takes_the_room_from_open_sockets()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await caller.CreateAsync();
        await ada.JoinAsync(id);
        await using var events = caller.StreamAsync("count", id).GetAsyncEnumerator();
        await NextAsync(events);
        var speech = (await model.NextAsync()).Say("one ");
        await NextAsync(events);

        Assert.Equal(System.Net.HttpStatusCode.NoContent, await caller.DeleteAsync(id));

        await speech.Ended;
        var last = await NextAsync(events);
        Assert.Equal((true, false), ((bool)last["done"]!, (bool)last["success"]!));
        Assert.Contains("deleted", (string?)last["error"], StringComparison.Ordinal);
        Assert.Equal(id, (await ada.NextAsync<UserLeft>()).RoomId.Value);
        Assert.Equal(ErrorCode.NotAMember, (await ada.RefusedAsync(new ChatRequest(new(id), "hello?"))).Code);
        Assert.Equal(ErrorCode.UnknownRoom, (await ada.RefusedAsync(new JoinRoomRequest(new(id)))).Code);
        Assert.DoesNotContain((await ada.AskAsync<RoomList>(new ListRoomsRequest())).Rooms, r => r.Id.Value == id);
    }

    static async Task<JsonNode> NextAsync(IAsyncEnumerator<JsonNode> events)
    {
        Assert.True(await events.MoveNextAsync(), "the events ended too early");
        return events.Current;
    }
}

static class EventReading
{
    public static async Task ReadAllAsync(this IAsyncEnumerable<JsonNode> events)
    {
        await foreach (var _ in events) { }
    }
}
