using System.Threading.Channels;
using Confab.Cli.CommandLine;
using Confab.Cli.Models;
using Confab.Cli.Rooms.Signals;
using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Client.Rooms;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>
/// The chat for programs: every line of the input is a message, what others say goes out as <c>name: text</c>. When the
/// input ends, messages are seen through and answers that were asked for are waited for.
/// </summary>
sealed class RoomPipe(ConfabClient client, RoomId room, RoomPipe.Streams streams, TimeProvider clock)
{
    /// <summary>An assistant that was named begins, or at least takes its place in the line, within this time.</summary>
    static readonly TimeSpan AnswerBegins = TimeSpan.FromSeconds(10);

    /// <summary>In which the answer to a message that named nobody shows up, if there is one.</summary>
    static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(0.5);

    /// <summary>How often the others learn what has arrived here.</summary>
    static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(0.5);

    const int MostUnsent = 100;

    readonly RoomState _state = new(room, clock);
    readonly AwaitedAnswers _awaited = new();
    readonly CursorSignal _cursors = new(client, clock);
    readonly Lock _gate = new();
    readonly SemaphoreSlim _unsent = new(MostUnsent);
    readonly Channel<bool> _heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    long _printed;
    bool _wasRefused;

    public sealed record Streams(TextReader Input, TextWriter Output, TextWriter Notes);

    /// <param name="answerTime">How long to wait for answers after the end of the input.</param>
    /// <param name="stop">Ends everything at once.</param>
    /// <exception cref="Failure">The connection ended for good.</exception>
    public async Task<int> RunAsync(TimeSpan answerTime, CancellationToken stop)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var joined = await client.JoinAsync(room, stop: stop);
        _state.Enter(joined, after: null);
        _printed = joined.Room.Seq;
        var hearing = HearAsync(done.Token);
        var working = WorkAsync(answerTime, done.Token);
        var telling = SayHowFarAsync(done.Token);
        var first = await Task.WhenAny(hearing, working);
        await done.CancelAsync();
        await UiLoop.EndOf([telling]);
        if (!stop.IsCancellationRequested) await Undelivered.TellAsync([.. client.Undelivered.Select(message => message.Content)], streams.Notes);
        await first;
        if (first == hearing) throw new Failure($"the connection to the server ended: {(client.State as ConnectionState.Closed)?.Why}");
        return _wasRefused ? ExitCode.Failed : ExitCode.Ok;
    }

    async Task WorkAsync(TimeSpan answerTime, CancellationToken stop)
    {
        var sending = new List<Task>();
        while (await streams.Input.ReadLineAsync(stop).AsTask().WaitAsync(stop) is { } line && !SlashCommands.IsExit(line))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            await _unsent.WaitAsync(stop);
            sending.RemoveAll(task => task.IsCompletedSuccessfully);
            sending.Add(SendAsync(line, stop));
        }
        await Task.WhenAll(sending);
        await WaitForAnswersAsync(answerTime, stop);
    }

    async Task SendAsync(string line, CancellationToken stop)
    {
        var message = MessageId.New();
        lock (_gate) _awaited.Sent(message, Addressing.AsksSomeone(line, _state.Members));
        try
        {
            await client.ChatAsync(room, line, message, stop: stop);
        }
        catch (RequestRefusedException refused)
        {
            lock (_gate) _awaited.Refused(message);
            _wasRefused = true;
            await streams.Notes.WriteLineAsync($"confab: not sent: {SafeText.CleanLine(refused.Message)}");
        }
        finally
        {
            _unsent.Release();
        }
    }

    async Task HearAsync(CancellationToken stop)
    {
        await foreach (var heard in client.Events.WithCancellation(stop))
        {
            lock (_gate) Take(heard);
            if (heard is ClientEvent.Changed { State: ConnectionState.Waiting waiting })
                await streams.Notes.WriteLineAsync($"confab: the connection was lost ({SafeText.CleanLine(waiting.Why)}); trying again");
            await PrintAsync();
            _heard.Writer.TryWrite(true);
        }
    }

    void Take(ClientEvent heard)
    {
        _state.Apply(heard);
        if (heard is ClientEvent.Heard { Frame: var frame }) _awaited.Hear(frame);
        if (heard is ClientEvent.Heard { Frame: TokenEvent } && _state.NeedsRejoin) client.CatchUp(room);
        if (heard is not ClientEvent.Entered entered || entered.Answer.Room.Id != room) return;
        _awaited.Enter(entered.Answer);
        // A server that went back to an older copy of its data numbers on from there: those messages are new.
        if (entered.After is null) _printed = Math.Min(_printed, entered.Answer.NewestSeq());
    }

    // In order and once; what is missing after a gap is waited for.
    async Task PrintAsync()
    {
        foreach (var message in _state.Messages.Where(m => m.Seq > _printed).ToList())
        {
            if (message.Seq > _printed + 1 && _state.NeedsRejoin) return;
            Volatile.Write(ref _printed, message.Seq);
            if (message.Author.Id == client.User.Id || message.DeletedAt is not null) continue;
            await streams.Output.WriteLineAsync($"{SafeText.CleanLine(message.Author.Name)}: {Words(message)}");
            if (message.Status != MessageStatus.Complete)
                await streams.Notes.WriteLineAsync($"confab: this answer is not complete ({message.Status.ToString().ToLowerInvariant()})");
        }
        await streams.Output.FlushAsync();
    }

    async Task SayHowFarAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TellEvery, clock);
        while (await timer.WaitForNextTickAsync(stop)) _cursors.Delivered(room, Volatile.Read(ref _printed));
    }

    static string Words(Message message)
    {
        var files = (message.Attachments ?? []).Select(file => $"[file {SafeText.CleanLine(file.Name)}, {ByteSize.Of(file.Size)}]");
        return string.Join('\n', message.Content.Length > 0 ? files.Prepend(SafeText.Clean(message.Content)) : files);
    }

    async Task WaitForAnswersAsync(TimeSpan answerTime, CancellationToken stop)
    {
        if (!await HeardUntilAsync(() => !_awaited.IsAnyUnbegun, AnswerBegins, stop))
            await streams.Notes.WriteLineAsync("confab: no assistant has begun to answer");
        await HeardUntilAsync(() => _awaited.IsAnyComing, Afterwards, stop);
        if (!await HeardUntilAsync(() => !_awaited.IsAnyComing, answerTime, stop))
            await streams.Notes.WriteLineAsync($"confab: an answer was not finished within {answerTime.TotalSeconds:0} s; --wait gives it longer");
    }

    async Task<bool> HeardUntilAsync(Func<bool> isSo, TimeSpan patience, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            while (true)
            {
                lock (_gate)
                    if (isSo()) return true;
                await _heard.Reader.ReadAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
