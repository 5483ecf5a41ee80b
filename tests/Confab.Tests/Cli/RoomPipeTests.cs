using Confab.Cli.Rooms;
using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class RoomPipeTests : IAsyncLifetime
{
    static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    readonly ScriptedModel _model = new();
    readonly StringWriter _output = new();
    readonly StringWriter _notes = new();
    ChatApplication _app = null!;
    ConfabClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync(_model);
        _client = await ConfabClient.ConnectAsync(new ConfabClientOptions { Server = _app.Address, Username = "ada" }, TestTime.Deadline());
    }

    [Fact]
    public async Task Each_line_is_a_message_in_order()
    {
        await using var bob = await _app.JoinAsync("bob");

        Assert.Equal(0, await RunAsync("one\n\n two\n/help is no command here\n"));
        Assert.Equal(["one", " two", "/help is no command here"], (await bob.JoinAsync()).Messages.Select(m => m.Content));
    }

    [Fact]
    public async Task An_answer_that_was_asked_for_is_waited_for_and_printed()
    {
        var running = RunAsync("/AIBot What is Python?\n");
        var speech = await _model.NextAsync();
        speech.Say("A ").Say("snake.\e[2J").Finish();

        Assert.Equal(0, await running);
        Assert.Equal("AIBot: A snake.␛[2J" + Environment.NewLine, _output.ToString());
    }

    [Fact]
    public async Task History_is_not_printed()
    {
        await using var bob = await _app.JoinAsync("bob");
        await bob.ChatAsync("long ago");
        await RunAsync("hello\n");

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_said_to_be_missing()
    {
        var running = RunAsync("@AIBot hi\n", TimeSpan.Zero);
        await _model.NextAsync();

        await running;
        Assert.Contains("--wait", _notes.ToString());
    }

    [Fact]
    public async Task A_refused_message_is_told_and_counts_as_failure()
    {
        Assert.Equal(1, await RunAsync(new string('x', Limits.MaxContentLength + 1) + "\n"));
        Assert.Contains("not sent", _notes.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _app.DisposeAsync();
    }

    Task<int> RunAsync(string input, TimeSpan? answerTime = null) =>
        new RoomPipe(_client, new("general"), new(new StringReader(input), _output, _notes), TimeProvider.System).RunAsync(answerTime ?? LongEnough, TestTime.Deadline());
}
