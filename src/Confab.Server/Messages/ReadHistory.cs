using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>history</c>: a page of older messages of a room that one is in.</summary>
public sealed class ReadHistory(IMessageStore messages)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, HistoryRequest request)
    {
        connection.RequireJoined(request.RoomId);
        if (request.Limit is < 1 or > Limits.MaxPage) throw new RequestRefused(ErrorCode.BadRequest, $"\"limit\" is 1 to {Limits.MaxPage}", "limit");
        if (request.Before < 0) throw new RequestRefused(ErrorCode.BadRequest, "\"before\" is a seq: 0 or more", "before");

        var page = await messages.ReadPageAsync(request.RoomId, request.Before, request.Limit ?? Limits.DefaultPage, connection.Closed);
        return new HistoryPage(request.RoomId, page.Messages, page.HasMore);
    }
}
