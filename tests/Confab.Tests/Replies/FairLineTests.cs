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

    Task<IDisposable> EnterAsync(string who) => _line.EnterAsync(new Asker(new UserId(who)), (_, _) => { }, TestTime.Deadline());
}
