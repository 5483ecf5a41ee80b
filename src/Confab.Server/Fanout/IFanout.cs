using Confab.Protocol;

namespace Confab.Server.Fanout;

/// <summary>
/// Carries a room's events to every socket that listens to it. Events of one room reach every listener in the order they were
/// published. A listener that cannot take them is never waited for.
/// </summary>
public interface IFanout
{
    void Subscribe(Subscription subscription);

    void Unsubscribe(Subscription subscription);

    void Publish(RoomId room, params ReadOnlySpan<EncodedEvent> events);

    /// <summary>To everybody in the room, unless so many listen that telling each about each would cost the square of them.</summary>
    void PublishUnlessCrowded(RoomId room, params ReadOnlySpan<EncodedEvent> events);
}
