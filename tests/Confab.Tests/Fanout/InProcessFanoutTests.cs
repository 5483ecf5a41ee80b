using Confab.Server.Fanout;
using Confab.Server.Sockets;

namespace Confab.Tests.Fanout;

public class InProcessFanoutTests : FanoutContract
{
    internal override IFanout Fanout { get; } = new InProcessFanout();

    [Fact]
    public void A_room_that_nobody_listens_to_any_more_is_forgotten()
    {
        var fanout = new InProcessFanout();
        var rooms = Enumerable.Range(0, 100).Select(i => new Subscription(new($"room {i}"), new SendQueue(1024))).ToList();

        foreach (var subscription in rooms) fanout.Subscribe(subscription);
        Assert.Equal(100, fanout.Rooms);
        foreach (var subscription in rooms) fanout.Unsubscribe(subscription);

        Assert.Equal(0, fanout.Rooms);
    }
}
