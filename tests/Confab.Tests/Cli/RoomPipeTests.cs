using System.Threading.Channels;
using Confab.Cli.Rooms;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Client.Sockets;
using Confab.Protocol;
using Confab.Tests.Client;
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
    public async Task A_file_is_named_and_its_sender_learns_that_it_arrived()
    {
        var (input, output) = (new LinesIn(), new LinesOut());
        var running = new RoomPipe(_client, new("general"), new(input, output, _notes), TimeProvider.System).RunAsync(LongEnough, TestTime.Deadline());
        input.Add("ready");
        await using var bob = await ConfabClient.ConnectAsync(new ConfabClientOptions { Server = _app.Address, Username = "bob" }, TestTime.Deadline());
        await bob.JoinAsync(new("general"), stop: TestTime.Deadline());
        var file = await bob.UploadAsync(new("general"), "a\e[2J.txt", new MemoryStream(new byte[2000]), stop: TestTime.Deadline());
        var sent = await bob.ChatAsync(new("general"), "", attachments: [file.Id], stop: TestTime.Deadline());

        Assert.Equal($"bob: [file {SafeText.CleanLine(file.Name)}, 2 kB]", await output.NextAsync());
        Assert.DoesNotContain('\e', file.Name);
        await foreach (var heard in bob.Events)
            if (heard is ClientEvent.Heard { Frame: ReceiptEvent receipt } && receipt.MemberId == _client.User.Id && receipt.DeliveredSeq >= sent.Seq) break;
        input.End();
        Assert.Equal(0, await running);
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

    [Fact]
    public async Task After_the_server_went_back_to_an_older_copy_new_messages_are_printed()
    {
        var clock = new FakeTime();
        var (input, output, notes) = (new LinesIn(), new LinesOut(), new LinesOut());
        var address = _app.Address;
        BreakableSocket? socket = null;
        await using var bob = await _app.JoinAsync("bob");
        var client = await ConfabClient.ConnectAsync(
            new ConfabClientOptions
            {
                Server = address,
                Username = "carol",
                Clock = clock,
                Random = () => 0,
                OpenSocket = async (_, stop) => socket = new BreakableSocket(await ServerAddress.OpenSocketAsync(address, stop)),
            },
            TestTime.Deadline());
        var running = new RoomPipe(client, new("general"), new(input, output, notes), TimeProvider.System).RunAsync(LongEnough, TestTime.Deadline());
        input.Add("here I am");
        await bob.MessageAsync("here I am");
        await bob.ChatAsync("one");
        Assert.Equal("bob: one", await output.NextAsync());
        await using var copy = await ChatApplication.StartAsync(folder: _app.CopyOfFolder());
        await bob.ChatAsync("two");
        Assert.Equal("bob: two", await output.NextAsync());

        address = copy.Address;
        socket!.Reason = "back to an older copy\e[2J";
        socket.Abort();
        Assert.Contains("back to an older copy␛[2J", await notes.NextAsync());
        await TestTime.UntilAsync(() => Tick(clock, client), "the client is back");
        await using var dave = await copy.JoinAsync("dave");
        await dave.ChatAsync("another two");

        Assert.Equal("dave: another two", await output.NextAsync());
        input.End();
        Assert.Equal(0, await running);
        var leaving = client.DisposeAsync().AsTask();
        await leaving;
    }

    [Fact]
    public async Task What_was_never_sent_is_given_back_when_the_connection_ends_for_good()
    {
        var clock = new FakeTime();
        var (input, notes) = (new LinesIn(), new LinesOut());
        var address = _app.Address;
        var client = await ConfabClient.ConnectAsync(
            new ConfabClientOptions
            {
                Server = address,
                Username = "carol",
                Clock = clock,
                Random = () => 0,
                OpenSocket = (_, stop) => ServerAddress.OpenSocketAsync(address, stop),
            },
            TestTime.Deadline());
        var running = new RoomPipe(client, new("general"), new(input, TextWriter.Null, notes), TimeProvider.System).RunAsync(LongEnough, TestTime.Deadline());
        await using var another = await ChatApplication.StartAsync();
        address = another.Address;
        await _app.StopAsync();
        Assert.Contains("was lost", await notes.NextAsync());
        input.Add("nobody hears this");
        await TestTime.UntilAsync(() => client.Unsent == 1, "the line waits");
        await TestTime.UntilAsync(() => Tick(clock, client) || client.State is ConnectionState.Closed, "the connection has ended");

        // A busy machine may lose it more than once.
        string note;
        while (!(note = await notes.NextAsync()).Contains("not sent", StringComparison.Ordinal)) Assert.Contains("was lost", note);
        Assert.Equal("  nobody hears this", await notes.NextAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => running);
        await client.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _app.DisposeAsync();
    }

    static bool Tick(FakeTime clock, ConfabClient client)
    {
        if (client.State is ConnectionState.Open) return true;
        clock.Advance(TimeSpan.FromSeconds(0.5));
        return false;
    }

    sealed class LinesIn : TextReader
    {
        readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public void Add(string line) => _lines.Writer.TryWrite(line);

        public void End() => _lines.Writer.Complete();

        public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
            await _lines.Reader.WaitToReadAsync(cancellationToken) && _lines.Reader.TryRead(out var line) ? line : null;
    }

    sealed class LinesOut : StringWriter
    {
        readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public async Task<string> NextAsync() => await _lines.Reader.ReadAsync(TestTime.Deadline());

        public override Task WriteLineAsync(string? value)
        {
            _lines.Writer.TryWrite(value ?? "");
            return Task.CompletedTask;
        }
    }

    Task<int> RunAsync(string input, TimeSpan? answerTime = null) =>
        new RoomPipe(_client, new("general"), new(new StringReader(input), _output, _notes), TimeProvider.System).RunAsync(answerTime ?? LongEnough, TestTime.Deadline());
}
