using System.Text.Json;
using Confab.Protocol;
using Confab.Server;
using Confab.Server.Tools;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Tools;

/// <summary>A tool server that is a process of its own, used in rooms that agreed to it.</summary>
public sealed class ToolServerTests : IAsyncLifetime
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Confab.TestToolServer.dll");

    readonly ScriptedModel _model = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("confab-tools-");
    ChatApplication _app = null!;
    TestSocket _ada = null!;
    RoomId _room;

    public async ValueTask InitializeAsync()
    {
        var servers = Path.Combine(_folder.FullName, "mcp.json");
        await File.WriteAllTextAsync(servers, JsonSerializer.Serialize(new
        {
            mcpServers = new Dictionary<string, object>
            {
                ["test"] = new { command = "dotnet", args = new[] { Program }, env = new Dictionary<string, string> { ["TEST_TOOL_WORD"] = "sesame" } },
                ["broken"] = new { command = Path.Combine(_folder.FullName, "no-such-program") },
            },
        }));
        var assistants = Path.Combine(_folder.FullName, "assistants");
        Directory.CreateDirectory(assistants);
        await File.WriteAllTextAsync(Path.Combine(assistants, "aibot.md"), "---\nname: AIBot\nhandle: AIBot\ntools: [time, test/*, broken/*]\n---\n\nHelp.\n");
        _app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _model, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
            AssistantsFolder = assistants,
            Tools = new ToolOptions { Servers = servers, CallDeadline = TimeSpan.FromSeconds(2), ResultCharacters = 1000 },
        });
        _ada = await _app.JoinAsync("ada");
        _room = (await _ada.AskAsync<RoomCreated>(new CreateRoomRequest("tools"))).Room.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Its_tools_are_offered_only_where_the_room_agreed_and_no_longer_where_it_takes_that_back()
    {
        Assert.Equal(["time"], await OfferedAsync());

        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: ["test"]));
        Assert.Equal(["time", "die", "echo", "fail", "hang", "megabyte", "word"], Sorted(await OfferedAsync()));

        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: []));
        Assert.Equal(["time"], await OfferedAsync());
    }

    [Fact]
    public async Task A_server_that_nobody_named_cannot_be_agreed_to_and_only_the_owner_agrees()
    {
        var refused = await _ada.RefusedAsync(new UpdateRoomRequest(_room, Tools: ["nowhere"]));
        Assert.Equal((ErrorCode.BadRequest, "tools"), (refused.Code, refused.Field));
        Assert.Contains("test", refused.Message, StringComparison.Ordinal);

        await using var ben = await _app.JoinAsync("ben", _room.Value);
        Assert.Equal(ErrorCode.NotAllowed, (await ben.RefusedAsync(new UpdateRoomRequest(_room, Tools: ["test"]))).Code);
    }

    [Fact]
    public async Task It_is_called_and_answers_with_its_own_environment()
    {
        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: ["test"]));

        Assert.Equal("heard: good morning", await CallAsync("echo", ("text", "good morning")));
        Assert.Equal("test", (await _ada.NextAsync<ToolCallEvent>()).Call.Server);
        Assert.Equal("sesame", await CallAsync("word"));
    }

    [Fact]
    public async Task One_that_hangs_one_that_fails_and_one_that_says_a_megabyte_do_no_harm()
    {
        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: ["test"]));

        Assert.Equal("The tool did not answer within 2 seconds.", await CallAsync("hang"));
        Assert.NotEqual("", await CallAsync("fail"));
        Assert.Equal(ToolStatus.Failed, (await LastCallAsync()).Status);
        var much = await CallAsync("megabyte");
        Assert.InRange(much.Length, 1000, 1200);
        Assert.InRange((await LastCallAsync()).Result!.Length, 1, Limits.MaxToolText);
        Assert.Equal("heard: still there", await CallAsync("echo", ("text", "still there")));
    }

    [Fact]
    public async Task A_server_that_dies_in_a_call_fails_that_call_and_is_started_again_for_the_next_answer()
    {
        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: ["test"]));

        Assert.Equal("The tool failed; the server's log says why.", await CallAsync("die"));

        Assert.Equal("heard: back", await CallAsync("echo", ("text", "back")));
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_is_left_out_and_said_to_be_so()
    {
        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: ["test", "broken"]));
        Assert.Contains("echo", await OfferedAsync());

        using var caller = new ApiCaller(_app, _ada);
        var servers = (await caller.GetAsync("/api/tools")).Body["servers"]!.AsArray();
        Assert.Equal([("test", "ready"), ("broken", "failed")], servers.Select(s => ((string)s!["name"]!, (string)s["state"]!)));
        Assert.NotEqual("", (string)servers[1]!["error"]!);
    }

    [Fact]
    public async Task While_a_server_is_waited_for_others_are_answered()
    {
        await using var app = await StartSlowAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await AskTheSlowOneAsync(ada);

        await ben.ChatAsync("@AIBot at once, please");

        Assert.Contains("at once", (await _model.NextAsync()).Prompt[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_waits_for_a_server_is_seen_to_wait_and_can_be_stopped()
    {
        await using var app = await StartSlowAsync();
        await using var ada = await app.JoinAsync("ada");
        var room = await AskTheSlowOneAsync(ada);

        var queued = await ada.NextAsync<StreamQueued>();
        Assert.Equal((0, room), (queued.Ahead, queued.RoomId));
        await using var ben = await app.JoinAsync("ben", room.Value);
        await ben.AskAsync<Ok>(new StopStreamRequest(queued.StreamId));

        Assert.Equal(StreamEndReason.Cancelled, (await ada.NextAsync<StreamEnd>(e => e.StreamId == queued.StreamId)).Reason);
        Assert.Equal(MessageStatus.Cancelled, (await ada.NextAsync<MessageEvent>(m => m.Message.Id == queued.MessageId)).Message.Status);
    }

    [Fact]
    public async Task Once_a_server_is_there_no_answer_is_said_to_wait_for_it()
    {
        await _ada.AskAsync<Ok>(new UpdateRoomRequest(_room, Tools: ["test"]));
        await OfferedAsync();
        await _ada.EverythingSoFarAsync();

        await _ada.ChatAsync("@AIBot hello", _room.Value);
        (await _model.NextAsync()).Finish();

        Assert.DoesNotContain(await _ada.EverythingSoFarAsync(), f => f is StreamQueued);
    }

    [Fact]
    public async Task What_a_server_says_to_its_operator_when_it_dies_is_told_to_nobody_else()
    {
        var servers = Path.Combine(_folder.FullName, "dying.json");
        await File.WriteAllTextAsync(servers, """{"mcpServers":{"dying":{"command":"sh","args":["-c","echo the password is hunter2 >&2; exit 1"]}}}""");
        await using var app = await ChatApplication.StartAsync(o => o with { Tools = new ToolOptions { Servers = servers }, ManagesModels = false });
        await using var ben = await app.PersonAsync("ben");
        using var caller = new ApiCaller(app, ben);

        var told = (await caller.GetAsync("/api/tools")).Body["servers"]![0]!;

        Assert.Equal("failed", (string?)told["state"]);
        Assert.Contains("log", (string?)told["error"], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("hunter2", Assert.Single(app.Get<Server.Tools.Servers.ToolServers>().All).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("{}", "\"mcpServers\" is missing")]
    [InlineData("""{"mcpServers":{"a b":{"command":"x"}}}""", "\"a b\" is no name")]
    [InlineData("""{"mcpServers":{"a":{}}}""", "needs either a \"command\" or a \"url\"")]
    [InlineData("""{"mcpServers":{"a":{"url":"ftp://x"}}}""", "no http address")]
    public void A_file_of_servers_that_makes_no_sense_says_where(string text, string why)
    {
        var path = Path.Combine(_folder.FullName, "wrong.json");
        File.WriteAllText(path, text);

        Assert.Contains(why, Assert.Throws<ServerStartException>(() => Server.Tools.Servers.ToolServerFile.Read(path)).Message, StringComparison.Ordinal);
    }

    async Task<ChatApplication> StartSlowAsync()
    {
        var servers = Path.Combine(_folder.FullName, "slow.json");
        await File.WriteAllTextAsync(servers, """{"mcpServers":{"test":{"command":"sleep","args":["60"]}}}""");
        return await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _model, callsTools: true)],
            AssistantsFolder = Path.Combine(_folder.FullName, "assistants"),
            Tools = new ToolOptions { Servers = servers },
        });
    }

    static async Task<RoomId> AskTheSlowOneAsync(TestSocket who)
    {
        var room = (await who.AskAsync<RoomCreated>(new CreateRoomRequest("tools"))).Room.Id;
        await who.AskAsync<Ok>(new UpdateRoomRequest(room, Tools: ["test"]));
        await who.ChatAsync("@AIBot with the slow one", room.Value);
        return room;
    }

    async Task<List<string>> OfferedAsync()
    {
        await _ada.ChatAsync("@AIBot hello", _room.Value);
        var speech = await _model.NextAsync();
        speech.Say("hello").Finish();
        await AnswerAsync();
        return [.. speech.Options!.Tools!.Select(t => t.Name)];
    }

    async Task<string> CallAsync(string tool, params (string, object?)[] arguments)
    {
        await _ada.ChatAsync("@AIBot go", _room.Value);
        (await _model.NextAsync()).Call(tool, arguments);
        var second = await _model.NextAsync();
        second.Say("done").Finish();
        _last = await AnswerAsync();
        return (string)Assert.IsType<FunctionResultContent>(Assert.Single(second.Prompt[^1].Contents)).Result!;
    }

    Message? _last;

    Task<ToolCall> LastCallAsync() => Task.FromResult(_last!.Generation!.Tools![^1]);

    async Task<Message> AnswerAsync() => (await _ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;

    static IEnumerable<string> Sorted(List<string> names) => names.Take(1).Concat(names.Skip(1).Order(StringComparer.Ordinal));
}
