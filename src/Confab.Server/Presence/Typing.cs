using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Sockets;

namespace Confab.Server.Presence;

/// <summary><c>typing</c>: tells the room that somebody writes, or no longer does.</summary>
public sealed class Typing(IFanout fanout, TimeProvider clock)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public ServerFrame Handle(Connection connection, TypingRequest request)
    {
        var user = connection.RequireUser();
        var room = connection.RequireJoined(request.RoomId);
        // "Still typing" is told again now and then: clients forget it after six seconds.
        if (request.IsTyping ? !room.IsTyping || clock.GetElapsedTime(room.TypingToldAt) >= Pause : room.IsTyping) Tell(room, user, request.IsTyping);
        return new Ok();
    }

    public void Forget(Connection connection, Author user)
    {
        foreach (var room in connection.Rooms)
            if (room.IsTyping) Tell(room, user, isTyping: false);
    }

    void Tell(JoinedRoom room, Author user, bool isTyping)
    {
        (room.IsTyping, room.TypingToldAt) = (isTyping, clock.GetTimestamp());
        fanout.PublishUnlessCrowded(room.Room.Id, EncodedEvent.Of(new TypingEvent(room.Room.Id, user.Id, isTyping)));
    }
}
