using System.Collections.Concurrent;
using Confab.Protocol;

namespace Confab.Server.Fanout;

public sealed class InProcessFanout : IFanout
{
    /// <summary>Above this many listeners, comings, goings and typing are no longer told one by one.</summary>
    public const int Crowd = 200;

    readonly ConcurrentDictionary<RoomId, Listeners> _rooms = new();

    /// <summary>How many are listened to.</summary>
    internal int Rooms => _rooms.Count;

    public void Subscribe(Subscription subscription)
    {
        // The last may go between the look and the adding; whoever comes then begins anew.
        while (!_rooms.GetOrAdd(subscription.RoomId, _ => new Listeners()).Add(subscription)) { }
    }

    public void Unsubscribe(Subscription subscription)
    {
        if (_rooms.TryGetValue(subscription.RoomId, out var listeners) && listeners.Remove(subscription)) _rooms.TryRemove(new(subscription.RoomId, listeners));
    }

    public void Publish(RoomId room, params ReadOnlySpan<EncodedEvent> events)
    {
        if (_rooms.TryGetValue(room, out var listeners)) listeners.Publish(events, int.MaxValue);
    }

    public void PublishUnlessCrowded(RoomId room, params ReadOnlySpan<EncodedEvent> events)
    {
        if (_rooms.TryGetValue(room, out var listeners)) listeners.Publish(events, Crowd);
    }

    /// <summary>Who listens to one room. The lock is what gives every listener the same order; nothing in it waits.</summary>
    sealed class Listeners
    {
        readonly Lock _gate = new();
        readonly List<Subscription> _all = [];

        bool _isOver;

        /// <summary>False when the last has gone, and nobody is told by it any more.</summary>
        public bool Add(Subscription subscription)
        {
            lock (_gate)
            {
                if (_isOver) return false;
                subscription.Place = _all.Count;
                _all.Add(subscription);
                return true;
            }
        }

        /// <summary>True when it was the last.</summary>
        public bool Remove(Subscription subscription)
        {
            lock (_gate)
            {
                if (subscription.Place < 0) return false;
                var last = _all[^1];
                _all[subscription.Place] = last;
                last.Place = subscription.Place;
                _all.RemoveAt(_all.Count - 1);
                subscription.Place = -1;
                return _isOver = _all.Count == 0;
            }
        }

        public void Publish(ReadOnlySpan<EncodedEvent> events, int crowd)
        {
            if (events.IsEmpty) return;
            lock (_gate)
            {
                if (_all.Count is 0 || _all.Count > crowd) return;
                var frames = Joined(events);
                foreach (var subscription in _all) subscription.Deliver(events, frames);
            }
        }

        static byte[] Joined(ReadOnlySpan<EncodedEvent> events)
        {
            if (events.Length == 1) return events[0].Frame;
            var length = 0;
            foreach (var e in events) length += e.Frame.Length;
            var all = new byte[length];
            var at = 0;
            foreach (var e in events)
            {
                e.Frame.CopyTo(all, at);
                at += e.Frame.Length;
            }
            return all;
        }
    }
}
