using System.Threading.Channels;

namespace Confab.Cli.Terminal;

/// <summary>
/// Everything that changes what is seen happens here, one thing after the other, so nothing needs a lock. What arrives
/// within a thirtieth of a second is drawn together; after a rest the first thing is drawn at once.
/// </summary>
sealed class UiLoop(TimeProvider clock)
{
    static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    readonly Channel<Action> _posted = Channel.CreateBounded<Action>(new BoundedChannelOptions(1024) { SingleReader = true });

    /// <summary>Waits for room, so a flood of events is read no faster than it is drawn.</summary>
    public ValueTask PostAsync(Action action, CancellationToken stop) => _posted.Writer.WriteAsync(action, stop);

    /// <summary>For a last word that nobody waits for.</summary>
    public void Post(Action action) => _ = PostAsync(action, CancellationToken.None).AsTask();

    /// <summary>Asks for a redraw; when the loop is busy it redraws anyway.</summary>
    public void Poke() => _posted.Writer.TryWrite(static () => { });

    public void Finish() => _posted.Writer.TryComplete();

    public async Task RunAsync(Action draw, CancellationToken stop)
    {
        draw();
        while (await _posted.Reader.WaitToReadAsync(stop))
        {
            while (_posted.Reader.TryRead(out var action)) action();
            draw();
            await Task.Delay(FrameTime, clock, stop);
        }
        draw();
    }

    /// <summary>Redraws once a second, for clocks and for what fades by itself.</summary>
    public async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stop)) Poke();
    }

    /// <summary>What fed the loop, once it was told to stop: that it was stopped is no error.</summary>
    public static async Task EndOf(IEnumerable<Task> pumps)
    {
        foreach (var pump in pumps)
        {
            try
            {
                await pump;
            }
            catch (OperationCanceledException)
            {
                // Leaving ends every pump.
            }
        }
    }
}
