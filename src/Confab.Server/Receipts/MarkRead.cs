using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Sockets;

namespace Confab.Server.Receipts;

/// <summary><c>read</c>: everything up to a message was read, in the room or in one thread of it.</summary>
public sealed class MarkRead(RoomAccess access, CursorClaims claims)
{
    public ServerFrame Handle(Connection connection, ReadRequest request)
    {
        access.Require(connection, request.RoomId, RoomRight.Read);
        claims.Read(request.RoomId, connection.RequireUser().Id, Seq.Require(request.Seq), request.ThreadId);
        return new Ok();
    }
}
