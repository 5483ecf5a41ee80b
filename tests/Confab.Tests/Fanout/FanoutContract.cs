using Confab.Protocol;
using Confab.Server.Fanout;

namespace Confab.Tests.Fanout;

/// <summary>What every fan-out promises.</summary>
public abstract class FanoutContract
{
    static readonly RoomId Room = new("lounge");
    static readonly RoomId Other = new("other");

    internal abstract IFanout Fanout { get; }

    [Fact]
    public async Task Every_listener_hears_the_events_of_many_publishers_in_one_and_the_same_order()
    {
        var listeners = Enumerable.Range(0, 20).Select(_ => Join(Room)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++) Fanout.Publish(Room, Typing($"{publisher}.{i}"), Typing($"{publisher}.{i}b"));
        })));

        var first = Names(listeners[0]);
        Assert.Equal(1600, first.Count);
        for (var publisher = 0; publisher < 4; publisher++)
            Assert.Equal(
                Enumerable.Range(0, 200).SelectMany(i => new[] { $"{publisher}.{i}", $"{publisher}.{i}b" }),
                first.Where(n => n.StartsWith($"{publisher}.", StringComparison.Ordinal)));
        Assert.All(listeners.Skip(1), l => Assert.Equal(first, Names(l)));
    }

    [Fact]
    public void Events_stay_in_their_room()
    {
        var (here, there) = (Join(Room), Join(Other));

        Fanout.Publish(Room, Typing("a"));
        Fanout.Publish(Other, Typing("b"));

        Assert.Equal(["a"], Names(here));
        Assert.Equal(["b"], Names(there));
    }

    [Fact]
    public void Who_has_left_hears_nothing_more_and_the_others_do()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => Join(Room)).ToList();
        Fanout.Publish(Room, Typing("before"));

        Fanout.Unsubscribe(listeners[1].Subscription);
        Fanout.Unsubscribe(listeners[4].Subscription);
        Fanout.Unsubscribe(listeners[4].Subscription);
        Fanout.Publish(Room, Typing("after"));

        Assert.Equal(["before", "before after", "before", "before after", "before after"],
            new[] { 1, 0, 4, 2, 3 }.Select(i => string.Join(' ', Names(listeners[i]))));
    }

    [Fact]
    public void A_room_without_listeners_takes_events_and_forgets_them()
    {
        Fanout.Publish(Room, Typing("to nobody"));

        Assert.Empty(Names(Join(Room)));
    }

    [Fact]
    public void In_a_crowd_comings_and_goings_are_not_told_but_messages_are()
    {
        var listeners = Enumerable.Range(0, InProcessFanout.Crowd).Select(_ => Join(Room)).ToList();
        Fanout.PublishUnlessCrowded(Room, Typing("few"));

        var oneMore = Join(Room);
        Fanout.PublishUnlessCrowded(Room, Typing("many"));
        Fanout.Publish(Room, Typing("message"));

        Assert.All(listeners, l => Assert.Equal(["few", "message"], Names(l)));
        Assert.Equal(["message"], Names(oneMore));
    }

    [Fact]
    public void A_listener_that_is_closed_is_passed_over()
    {
        var (gone, here) = (Join(Room), Join(Room));
        gone.Queue.Close();

        Fanout.Publish(Room, Typing("a"));

        Assert.Empty(gone.Heard());
        Assert.Equal(["a"], Names(here));
    }

    Listener Join(RoomId room)
    {
        var listener = new Listener(room);
        Fanout.Subscribe(listener.Subscription);
        listener.Subscription.Release();
        return listener;
    }

    static EncodedEvent Typing(string who) => EncodedEvent.Of(new TypingEvent(Room, new(who), true));

    static List<string> Names(Listener listener) => [.. listener.Heard().Cast<TypingEvent>().Select(t => t.UserId.Value)];
}
