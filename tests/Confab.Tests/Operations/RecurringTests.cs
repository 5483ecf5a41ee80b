using Confab.Server.Operations;
using Confab.Server.Storage;
using Confab.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Confab.Tests.Operations;

public class RecurringTests
{
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    [Fact]
    public async Task It_works_at_the_start_and_again_each_time_whatever_went_wrong_before()
    {
        var time = new FakeTime();
        using var work = new Work(time);
        await work.StartAsync(TestTime.Deadline());
        await TurnAsync(1);

        foreach (var fault in new Exception[] { new StorageUnavailableException("it is gone"), new InvalidOperationException("nobody foresaw this"), new OperationCanceledException() })
        {
            work.Fault = fault;
            await TurnAsync(work.Turns + 1);
        }
        work.Fault = null;
        await TurnAsync(work.Turns + 1);

        await work.StopAsync(TestTime.Deadline());
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(5, work.Turns);

        async Task TurnAsync(int turn)
        {
            if (turn > 1) time.Advance(Every);
            await TestTime.UntilAsync(() => work.Turns == turn, $"turn {turn}");
        }
    }

    [Fact]
    public async Task What_is_under_way_when_the_server_stops_is_ended()
    {
        using var work = new Work(new FakeTime()) { Hangs = true };
        await work.StartAsync(TestTime.Deadline());
        await TestTime.UntilAsync(() => work.Turns == 1, "it works");

        await work.StopAsync(TestTime.Deadline());

        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    sealed class Work(FakeTime time) : Recurring(Every, time, NullLogger.Instance)
    {
        int _turns;

        public int Turns => Volatile.Read(ref _turns);

        public Exception? Fault { get; set; }

        public bool Hangs { get; init; }

        protected override async Task WorkAsync(CancellationToken stop)
        {
            Interlocked.Increment(ref _turns);
            if (Hangs) await Task.Delay(Timeout.Infinite, stop);
            if (Fault is { } fault) throw fault;
        }
    }
}
