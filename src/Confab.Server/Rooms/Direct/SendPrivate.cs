using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms.Direct;

/// <summary><c>private_message</c>: opens the room of oneself and another, and writes in it.</summary>
public sealed class SendPrivate(DirectRooms direct, RoomAccess access, PostMessage post)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, PrivateMessageRequest request)
    {
        var user = connection.RequireUser();
        // Before a room is made for a message that nobody can send.
        MessageText.Require(request.Content);
        var room = await direct.OpenAsync(user, request.UserId, listens: null, connection.Closed);
        var there = await access.RequireAsync(user.Id, room.Id, RoomRight.Write, connection.Closed);
        return await post.PostAsync(there, user, new ChatRequest(room.Id, request.Content, request.MessageId));
    }
}
