using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Sessions;

public class SessionTests
{
    [Fact]
    public async Task A_session_is_made_asked_read_and_deleted()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);

        var (created, session) = await caller.PostAsync("/api/sessions", null);
        var id = (string)session["sessionId"]!;
        Assert.Equal(HttpStatusCode.Created, created);
        Assert.InRange(id.Length, 32, Limits.MaxIdLength);

        var asking = caller.AskAsync("What is Python?", id);
        var speech = await model.NextAsync();
        speech.Say("A snake 🐍, ").Say("or a language.").Finish();
        var (status, answer) = await asking;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["response", "timestamp", "sessionId", "userMessage", "aiMessage", "success"], answer.AsObject().Select(p => p.Key));
        Assert.Equal(("A snake 🐍, or a language.", id, true), ((string?)answer["response"], (string?)answer["sessionId"], (bool)answer["success"]!));
        Assert.Equal(("What is Python?", "user"), ((string?)answer["userMessage"]!["content"], (string?)answer["userMessage"]!["author"]!["kind"]));
        Assert.Equal(("AIBot", "complete"), ((string?)answer["aiMessage"]!["author"]!["name"], (string?)answer["aiMessage"]!["status"]));
        Assert.Equal((string?)answer["userMessage"]!["id"], (string?)answer["aiMessage"]!["parentId"]);
        Assert.Equal(
            [answer["userMessage"]!.ToJsonString(), answer["aiMessage"]!.ToJsonString()], (await caller.ReadAsync(id)).Select(m => m.ToJsonString()));

        Assert.Equal(HttpStatusCode.NoContent, await caller.DeleteAsync(id));
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync($"/api/chat?sessionId={id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.AskAsync("still there?", id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, await caller.DeleteAsync(id));
    }

    [Fact]
    public async Task A_message_without_a_session_begins_one_and_both_spellings_of_its_id_go_on_with_it()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);

        var id = (string)(await AnsweredAsync(model, caller.AskAsync("my name is Ada"), "hello Ada")).Body["sessionId"]!;
        await AnsweredAsync(model, caller.PostAsync("/api/chat", $$"""{"message":"two","session_id":"{{id}}"}"""), "2");
        var (_, _, speech) = await AnsweredAsync(model, caller.PostAsync("/api/chat", $$"""{"message":"who am I?","sessionId":"{{id}}"}"""), "Ada");

        var alone = new AssistantList().All[0].Instructions;
        Assert.Equal(
            [
                (ChatRole.System, alone), (ChatRole.User, "my name is Ada"), (ChatRole.Assistant, "hello Ada"), (ChatRole.User, "two"), (ChatRole.Assistant, "2"),
                (ChatRole.User, "who am I?"),
            ],
            speech.Prompt.Select(m => (m.Role, m.Text)));
    }

    [Fact]
    public async Task Two_sessions_never_mix()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var one = new SessionCaller(app);
        using var other = new SessionCaller(app);
        var (mine, theirs) = (await one.CreateAsync(), await other.CreateAsync());
        await AnsweredAsync(model, one.AskAsync("my secret is 42", mine), "kept");

        var (_, _, speech) = await AnsweredAsync(model, other.AskAsync("what is the secret?", theirs), "none");

        Assert.Equal(["what is the secret?"], speech.Prompt.Skip(1).Select(m => m.Text));
        Assert.Equal(["what is the secret?", "none"], (await other.ReadAsync(theirs)).Select(m => (string?)m["content"]));
        Assert.Equal(["my secret is 42", "kept"], (await one.ReadAsync(mine)).Select(m => (string?)m["content"]));
    }

    [Fact]
    public async Task The_system_prompt_takes_the_place_of_the_instructions_also_where_the_person_asks_on_the_page()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await caller.CreateAsync("""{"systemPrompt":"You are a pirate.\nSay arr."}""");

        var (_, _, overHttp) = await AnsweredAsync(model, caller.AskAsync("hello", id), "arr");
        await ada.JoinAsync(id);
        await ada.ChatAsync("and on the page?", id);
        var onThePage = await model.NextAsync();

        Assert.Equal(["You are a pirate.\nSay arr.", "hello"], overHttp.Prompt.Select(m => m.Text));
        Assert.Equal(["You are a pirate.\nSay arr.", "hello", "arr", "and on the page?"], onThePage.Prompt.Select(m => m.Text));
        onThePage.Finish();
    }

    [Theory]
    [InlineData("""{"project":"FYB","step":2}""", """{"project":"FYB","step":2}""")]
    [InlineData("\"they sit in the garden\"", "they sit in the garden")]
    public async Task Context_is_told_to_the_model_with_that_message_alone_and_kept_nowhere(string context, string told)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);

        var (_, answer, first) = await AnsweredAsync(model, caller.PostAsync("/api/chat", $$"""{"message":"hi","context":{{context}}}"""), "hello");
        var id = (string)answer["sessionId"]!;
        var (_, _, second) = await AnsweredAsync(model, caller.AskAsync("again", id), "hello again");

        Assert.EndsWith($"\n{told}\n\nhi", first.Prompt[^1].Text, StringComparison.Ordinal);
        Assert.Equal("hi", ((TextContent)first.Prompt[^1].Contents[^1]).Text);
        Assert.DoesNotContain(second.Prompt, m => m.Text.Contains(told, StringComparison.Ordinal));
        Assert.DoesNotContain(await caller.ReadAsync(id), m => m.ToJsonString().Contains("garden", StringComparison.Ordinal) || m.ToJsonString().Contains("FYB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_reach_the_model()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);

        var (_, _, speech) = await AnsweredAsync(
            model, caller.PostAsync("/api/chat", """{"message":"hi","options":{"model":"scripted","maxTokens":9,"temperature":0,"topK":3,"stopSequences":["x"],"seed":7}}"""), "ok");

        Assert.Equal((9, 0f, 3, "x", 7L), (speech.Options!.MaxOutputTokens, speech.Options.Temperature, speech.Options.TopK, speech.Options.StopSequences!.Single(), speech.Options.Seed));
    }

    [Fact]
    public async Task A_background_that_no_model_can_hold_is_said_and_never_cut()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("small", new(), contextLength: 200)] });
        using var caller = new SessionCaller(app);

        var (status, problem) = await caller.PostAsync("/api/chat", $$"""{"message":"hi","context":"{{string.Join(' ', Enumerable.Repeat("much", 300))}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, false), (status, (bool)problem["success"]!));
        Assert.Contains("context holds 200", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_is_a_problem_document_and_the_session_keeps_what_there_was()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);

        var asking = caller.AskAsync("hello");
        (await model.NextAsync()).Say("half ").Fail(new InvalidOperationException("cannot read /secret/path"));
        var (status, problem) = await asking;

        Assert.Equal((HttpStatusCode.InternalServerError, 500, false), (status, (int)problem["status"]!, (bool)problem["success"]!));
        Assert.Equal(("the model failed; the server's log says why", "half ", "error"), ((string?)problem["detail"], (string?)problem["response"], (string?)problem["aiMessage"]!["status"]));
        Assert.Equal(["hello", "half "], (await caller.ReadAsync((string)problem["sessionId"]!)).Select(m => (string?)m["content"]));
    }

    [Fact]
    public async Task A_server_that_starts_again_goes_on_with_its_sessions()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        string id;
        var model = new ScriptedModel();
        await using (var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", model)] }, folder))
        {
            using var caller = new SessionCaller(app);
            id = await caller.CreateAsync("""{"systemPrompt":"Remember all."}""");
            await AnsweredAsync(model, caller.AskAsync("I am Ada", id), "hello Ada");
        }

        await using (var next = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", model)] }, folder))
        {
            using var caller = new SessionCaller(next);
            Assert.Equal(["I am Ada", "hello Ada"], (await caller.ReadAsync(id)).Select(m => (string?)m["content"]));
            var (_, _, speech) = await AnsweredAsync(model, caller.AskAsync("who?", id), "Ada");
            Assert.Equal(["Remember all.", "I am Ada", "hello Ada", "who?"], speech.Prompt.Select(m => m.Text));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Messages_are_read_in_pages()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var caller = new SessionCaller(app);
        var id = await caller.CreateAsync();
        foreach (var text in new[] { "1", "3" }) await AnsweredAsync(model, caller.AskAsync(text, id), $"{int.Parse(text, null) + 1}");

        var newest = (await caller.GetAsync($"/api/chat?sessionId={id}&limit=3")).Body;
        var older = (await caller.GetAsync($"/api/chat?sessionId={id}&limit=3&before={newest["messages"]![0]!["seq"]}")).Body;

        Assert.Equal(["2", "3", "4"], newest["messages"]!.AsArray().Select(m => (string?)m!["content"]));
        Assert.Equal(["1"], older["messages"]!.AsArray().Select(m => (string?)m!["content"]));
        Assert.Equal((true, false), ((bool)newest["hasMore"]!, (bool)older["hasMore"]!));
    }

    static async Task<(HttpStatusCode Status, JsonNode Body, Speech Speech)> AnsweredAsync(ScriptedModel model, Task<(HttpStatusCode Status, JsonNode Body)> asking, string answer)
    {
        var speech = await model.NextAsync();
        speech.Say(answer).Finish();
        var (status, body) = await asking;
        Assert.Equal((HttpStatusCode.OK, answer), (status, (string?)body["response"]));
        return (status, body, speech);
    }

    [Fact]
    public async Task A_new_session_is_shown_to_its_person_as_a_fresh_look_shows_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);

        var id = new RoomId(await caller.CreateAsync());

        var told = (await ada.NextAsync<RoomUpdated>()).Room;
        var listed = (await ada.ListedAsync(id))!;
        Assert.Equal((listed.Role, listed.IsMember), (told.Role, told.IsMember));
    }
}
