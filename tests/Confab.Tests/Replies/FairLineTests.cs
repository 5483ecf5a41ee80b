using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

public class FairLineTests
{
    readonly FairLine _line = new(slots: 1, capacity: 3, new FakeTime());

    [Fact]
    public async Task Who_fills_the_line_gives_way_to_somebody_who_asks_for_the_first_time()
    {
        var running = await EnterAsync("greedy");
        var greedy = Enumerable.Range(0, 3).Select(_ => EnterAsync("greedy")).ToArray();
        await Assert.ThrowsAsync<QueueFullException>(() => EnterAsync("greedy"));

        var modest = EnterAsync("modest");

        await Assert.ThrowsAsync<QueueFullException>(() => greedy[2]);
        running.Dispose();
        (await modest).Dispose();
        (await greedy[0]).Dispose();
        (await greedy[1]).Dispose();
    }

    [Fact]
    public async Task Turns_go_round_the_people_who_wait()
    {
        var running = await EnterAsync("ada");
        var order = new List<string>();
        var waiting = new[] { Noting("ada", "ada 2"), Noting("ada", "ada 3"), Noting("ben", "ben 1") };

        running.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["ben 1", "ada 2", "ada 3"], order);

        async Task Noting(string who, string what)
        {
            using var turn = await EnterAsync(who);
            order.Add(what);
        }
    }

    [Fact]
    public async Task What_the_server_asks_for_itself_stands_behind_everybody_also_who_came_later()
    {
        var running = await EnterAsync("ada");
        var own = EnterBehindAsync();
        var (ada, ben) = (EnterAsync("ada"), EnterAsync("ben"));

        running.Dispose();
        (await ben).Dispose();
        Assert.False(own.IsCompleted);
        (await ada).Dispose();

        (await own).Dispose();
    }

    [Fact]
    public async Task What_the_server_asks_for_itself_gives_way_to_whoever_finds_no_free_slot()
    {
        using var giveWay = new CancellationTokenSource();
        var own = await EnterBehindAsync(giveWay);
        Assert.False(giveWay.IsCancellationRequested);

        var ada = EnterAsync("ada");

        Assert.True(giveWay.IsCancellationRequested);
        Assert.False(ada.IsCompleted);
        own.Dispose();
        (await ada).Dispose();
    }

    [Fact]
    public async Task What_the_server_asks_for_itself_never_takes_the_last_place_in_the_line_from_anybody()
    {
        var running = await EnterAsync("ada");
        var own = Enumerable.Range(0, 3).Select(_ => EnterBehindAsync()).ToArray();
        await Assert.ThrowsAsync<QueueFullException>(() => EnterBehindAsync());

        var ada = EnterAsync("ada");

        await Assert.ThrowsAsync<QueueFullException>(() => own[2]);
        running.Dispose();
        (await ada).Dispose();
        (await own[0]).Dispose();
        (await own[1]).Dispose();
    }

    Task<IDisposable> EnterBehindAsync(CancellationTokenSource? giveWay = null) => _line.EnterBehindAsync(giveWay ?? new CancellationTokenSource(), TestTime.Deadline());

    Task<IDisposable> EnterAsync(string who) => _line.EnterAsync(new Asker(new UserId(who)), (_, _) => { }, TestTime.Deadline());
}
