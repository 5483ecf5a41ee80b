using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Sockets;

namespace Confab.Server.Receipts;

/// <summary><c>delivered</c>: everything up to a message has reached a device.</summary>
public sealed class MarkDelivered(RoomAccess access, CursorClaims claims)
{
    public ServerFrame Handle(Connection connection, DeliveredRequest request)
    {
        access.Require(connection, request.RoomId, RoomRight.Read);
        claims.Delivered(request.RoomId, connection.RequireUser().Id, Seq.Require(request.Seq));
        return new Ok();
    }
}
