using Confab.Inference.Tools;
using Confab.Protocol;
using Confab.Server.Files;
using Confab.Server.Tools;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Tools;

/// <summary>An assistant uses tools while it answers, and everybody in the room sees it.</summary>
public sealed class ToolTests : IAsyncLifetime
{
    readonly ScriptedModel _model = new();
    ChatApplication _app = null!;
    TestSocket _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _model, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
            Tools = new ToolOptions { Rounds = 3, ResultCharacters = 200 },
        });
        _ada = await _app.JoinAsync("ada");
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task What_a_tool_says_is_shown_to_the_model_and_the_call_to_everybody()
    {
        await _ada.ChatAsync("@AIBot how much is 6 times 7?");
        var first = await _model.NextAsync();
        Assert.Equal(["search_room", "read_file", "time", "calculator"], first.Options!.Tools!.Select(t => t.Name));
        first.Say("Let me see. ").Call("calculator", ("expression", "6*7"));

        var second = await _model.NextAsync();
        Assert.Equal("42", Result(second));
        await using var late = await _app.OpenAsync();
        await late.HelloAsync("late");
        var seen = Assert.Single((await late.JoinAsync()).Streams).Tools!;
        second.Say("It is 42.").Finish();

        var running = (await _ada.NextAsync<ToolCallEvent>()).Call;
        var done = (await _ada.NextAsync<ToolCallEvent>()).Call;
        Assert.Equal(("calculator", ToolStatus.Running, """{"expression":"6*7"}""", null), (running.Name, running.Status, running.Arguments, running.Result));
        Assert.Equal((running.Id, ToolStatus.Done, "42"), (done.Id, done.Status, done.Result));
        var answer = (await _ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        Assert.Equal(("Let me see. It is 42.", MessageStatus.Complete), (answer.Content, answer.Status));
        Assert.Equal([done], answer.Generation!.Tools!);
        Assert.Equal("default", answer.Generation.Strategy);
        Assert.Equal([done], seen);
    }

    [Fact]
    public async Task The_room_is_searched_and_no_other()
    {
        await using var eve = await _app.JoinAsync("eve", "den", create: true);
        await _ada.JoinAsync("den");
        await eve.ChatAsync("the treasure is in the den", "den");
        await _ada.ChatAsync("the treasure is under the tree");

        Assert.Equal("the treasure is under the tree", (await CallAsync("search_room", ("words", "treasure"))).Split("ada: ")[1]);
        Assert.Equal("Nothing was found.", await CallAsync("search_room", ("words", "unicorn")));
    }

    [Fact]
    public async Task What_was_found_in_the_room_is_seen_as_it_runs_and_not_kept_with_the_answer()
    {
        await _ada.ChatAsync("the treasure is under the tree");

        await _ada.ChatAsync("@AIBot where is the treasure?");
        (await _model.NextAsync()).Call("search_room", ("words", "treasure"));
        (await _model.NextAsync()).Say("There.").Finish();

        var found = (await _ada.NextAsync<ToolCallEvent>(c => c.Call.Status == ToolStatus.Done)).Call.Result;
        Assert.EndsWith("ada: the treasure is under the tree", found, StringComparison.Ordinal);
        Assert.DoesNotContain("where is", found, StringComparison.Ordinal);
        var kept = Assert.Single((await AnswerAsync()).Generation!.Tools!);
        Assert.Equal((ToolStatus.Done, null), (kept.Status, kept.Result));
    }

    [Fact]
    public async Task A_file_of_the_room_is_read_line_by_line_and_one_of_another_room_is_not_there()
    {
        using var caller = new ApiCaller(_app, _ada);
        await _ada.JoinAsync("den", create: true);
        foreach (var room in new[] { "general", "den" })
        {
            using var bytes = new StringContent($"one\ntwo of {room}\nthree");
            var (_, file) = await caller.SendAsync(HttpMethod.Post, $"/api/rooms/{room}/files?name=notes-{room}.txt", bytes);
            await _ada.AskAsync<Ack>(new ChatRequest(new(room), "here", Attachments: [new((string)file["id"]!)]));
        }

        Assert.Equal("2: two of general\n3: three\n", await CallAsync("read_file", ("name", "NOTES-general.txt"), ("from", 2)));
        Assert.Contains("no file \"notes-den.txt\" was sent in this room", await CallAsync("read_file", ("name", "notes-den.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_bytes_are_gone_is_said_to_be_so_without_naming_a_folder_of_the_machine()
    {
        using var caller = new ApiCaller(_app, _ada);
        using var bytes = new StringContent("one");
        var (_, file) = await caller.SendAsync(HttpMethod.Post, "/api/rooms/general/files?name=notes.txt", bytes);
        await _ada.AskAsync<Ack>(new ChatRequest(new("general"), "here", Attachments: [new((string)file["id"]!)]));
        Assert.Equal("1: one\n", await CallAsync("read_file", ("name", "notes.txt")));

        File.Delete(_app.Get<FileFolder>().PathOf(new((string)file["id"]!)));

        Assert.Equal("The tool failed: \"notes.txt\" cannot be read any more", await CallAsync("read_file", ("name", "notes.txt")));
        Assert.DoesNotContain(_app.Folder, (await _ada.NextAsync<ToolCallEvent>(c => c.Call.Status == ToolStatus.Failed)).Call.Result ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_fails_or_is_of_no_tool_is_told_to_the_model_which_may_go_on()
    {
        Assert.Equal("The tool failed: it has no value: a division by zero, or out of what can be computed", await CallAsync("calculator", ("expression", "1/0")));
        Assert.Equal(ToolStatus.Failed, (await _ada.NextAsync<ToolCallEvent>(c => c.Call.Status != ToolStatus.Running)).Call.Status);
        Assert.StartsWith("There is no tool \"launch\".", await CallAsync("launch"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_result_is_cut_and_says_so()
    {
        await _ada.ChatAsync("needle " + new string('x', 500));

        var said = await CallAsync("search_room", ("words", "needle"));

        Assert.InRange(said.Length, 200, 300);
        Assert.Contains("… cut: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_so_many_rounds_the_model_must_answer()
    {
        await _ada.ChatAsync("@AIBot count for ever");
        for (var round = 0; round < 3; round++) (await _model.NextAsync()).Call("calculator", ("expression", "1+1"));

        var last = await _model.NextAsync();
        Assert.Null(last.Options!.Tools);
        last.Say("two").Finish();

        Assert.Equal(("two", 3), ((await AnswerAsync()) is var a ? (a.Content, a.Generation!.Tools!.Count) : default));
    }

    [Fact]
    public async Task A_small_model_gets_as_many_tools_as_it_has_room_to_be_told_of_and_what_it_saw_names_the_others()
    {
        await using var app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("small", _model, contextLength: 480, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
            Replies = o.Replies with { MaxTokens = 50 },
        });
        await using var ben = await app.JoinAsync("ben");
        using var caller = new ApiCaller(app, ben);
        await ben.ChatAsync("@AIBot hello");
        var speech = await _model.NextAsync();
        speech.Say("hi").Finish();
        var answer = (await ben.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;

        var offered = speech.Options!.Tools!.Select(t => t.Name).ToList();
        string[] all = ["search_room", "read_file", "time", "calculator"];
        Assert.InRange(offered.Count, 1, 3);
        var saw = (await caller.GetAsync($"/api/messages/{answer.Id}/prompt")).Body;
        var tools = saw["parts"]!.AsArray().Last()!;
        Assert.Equal("tools", (string?)tools["kind"]);
        Assert.InRange((int)saw["tokens"]!, saw["parts"]!.AsArray().Sum(part => (int)part!["tokens"]!), (int)saw["budget"]!);
        Assert.Equal($"{string.Join(", ", offered)}\n\nThe model has no room for the description of: {string.Join(", ", all.Except(offered))}", (string?)tools["content"]);
    }

    [Fact]
    public async Task After_five_minutes_of_tools_the_model_must_answer()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _model, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
            Clock = time,
            Sockets = o.Sockets with { Heartbeat = TimeSpan.FromDays(1) },
        });
        await using var ben = await app.JoinAsync("ben");
        await ben.ChatAsync("@AIBot think long");
        var first = (await _model.NextAsync()).Say("Let me see.");
        Assert.NotNull(first.Options!.Tools);
        await ben.NextAsync<TokenEvent>();

        time.Advance(TimeSpan.FromMinutes(5));
        first.Call("calculator", ("expression", "1+1"));
        Assert.Null((await _model.NextAsync()).Options!.Tools);
    }

    [Fact]
    public async Task What_tools_say_is_cut_to_what_the_model_still_holds_and_it_answers()
    {
        const int Context = 1000;
        await using var app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("small", _model, contextLength: Context, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
            Replies = o.Replies with { MaxTokens = 100 },
        });
        await using var ben = await app.JoinAsync("ben");
        for (var i = 0; i < 8; i++) await ben.ChatAsync($"needle {i} {string.Join(' ', Enumerable.Repeat("hay", 150))}");

        await ben.ChatAsync("@AIBot what of the needles?");
        for (var round = 0; round < 5; round++)
        {
            var speech = await _model.NextAsync();
            AssertFits(speech);
            for (var i = 0; i < 7; i++) speech.Calls("search_room", ("words", "needle"));
            speech.Call("search_room", ("words", "needle"));
        }
        var last = await _model.NextAsync();
        AssertFits(last);
        Assert.Contains("… cut: there is no room for more", Assert.IsType<FunctionResultContent>(last.Prompt[^1].Contents[0]).Result!.ToString(), StringComparison.Ordinal);
        last.Say("There are eight.").Finish();

        var answer = (await ben.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        Assert.Equal(("There are eight.", MessageStatus.Complete), (answer.Content, answer.Status));

        static void AssertFits(Speech speech) => Assert.InRange(
            TaggedTools.Write(speech.Prompt, speech.Options!.Tools).Sum(m => ScriptedModel.Words(m.Text) + 1) + speech.Options.MaxOutputTokens!.Value, 100, Context);
    }

    [Fact]
    public async Task A_model_that_is_too_small_for_the_description_of_tools_answers_without_them()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("tiny", _model, contextLength: 200, callsTools: true)] });
        await using var ben = await app.JoinAsync("ben");
        await ben.ChatAsync("@AIBot hello");

        var speech = await _model.NextAsync();

        Assert.Null(speech.Options!.Tools);
        speech.Finish();
    }

    [Fact]
    public async Task Where_assistants_began_anew_tools_find_nothing_of_before()
    {
        await _ada.ChatAsync("the treasure is under the tree");
        await _ada.AskAsync<Ack>(new ClearRequest(new("general")));
        await _ada.ChatAsync("a treasure is a fine thing");

        var said = await CallAsync("search_room", ("words", "treasure"));

        Assert.Contains("a fine thing", said, StringComparison.Ordinal);
        Assert.DoesNotContain("tree", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assistant_without_tools_and_a_model_that_knows_none_are_offered_none()
    {
        await using var other = await ChatApplication.StartAsync(_model);
        await using var ben = await other.JoinAsync("ben");
        await ben.ChatAsync("@AIBot hello");

        var speech = await _model.NextAsync();

        Assert.Null(speech.Options!.Tools);
        speech.Finish();
    }

    async Task<string> CallAsync(string tool, params (string, object?)[] arguments)
    {
        await _ada.ChatAsync("@AIBot go");
        (await _model.NextAsync()).Call(tool, arguments);
        var second = await _model.NextAsync();
        second.Say("done").Finish();
        await AnswerAsync();
        return Result(second);
    }

    async Task<Message> AnswerAsync() => (await _ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;

    static string Result(Speech speech) => (string)Assert.IsType<FunctionResultContent>(Assert.Single(speech.Prompt[^1].Contents)).Result!;
}
