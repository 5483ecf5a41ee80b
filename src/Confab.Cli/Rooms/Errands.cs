using System.Threading.Channels;
using Confab.Cli.CommandLine;
using Confab.Cli.Terminal;
using Confab.Client;
using Confab.Client.Sockets;

namespace Confab.Cli.Rooms;

/// <summary>What is asked of the server happens in the background; its outcome comes back to the screen's loop.</summary>
sealed class Errands(RoomDesk desk, UiLoop loop)
{
    readonly CancellationTokenSource _stop = new();

    /// <summary>The user leaves.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <param name="work">Where it goes wrong, that is told.</param>
    /// <param name="refused">What to take back then.</param>
    public void Run(Func<CancellationToken, Task> work, Action? refused = null) => _ = RunAsync(work, refused);

    /// <summary>The same, and then this on the screen's loop.</summary>
    public void Run<TAnswer>(Func<CancellationToken, Task<TAnswer>> ask, Action<TAnswer> then) => Run(async stop =>
    {
        var answer = await ask(stop);
        await TellAsync(() => then(answer));
    });

    /// <summary>Does something on the screen's loop.</summary>
    public async Task TellAsync(Action outcome)
    {
        try
        {
            await loop.PostAsync(outcome, _stop.Token);
        }
        catch (Exception end) when (end is ChannelClosedException || _stop.IsCancellationRequested)
        {
            // The screen is gone; what was not sent is told after it.
        }
    }

    public Task EndAsync() => _stop.CancelAsync();

    async Task RunAsync(Func<CancellationToken, Task> work, Action? refused)
    {
        try
        {
            await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The user left.
        }
        catch (Exception fault) when (IsExpected(fault))
        {
            await TellAsync(() =>
            {
                desk.AddProblem(fault.Message);
                refused?.Invoke();
            });
        }
    }

    static bool IsExpected(Exception fault) => fault is Failure or RequestRefusedException or ConnectionLostException or TimeoutException
        or OutboxFullException or ServerUnreachableException or UnreadableFrameException or IOException or UnauthorizedAccessException;
}
