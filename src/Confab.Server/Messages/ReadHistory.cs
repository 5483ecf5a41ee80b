using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>history</c>: a page of messages of a room that one is in, older or newer, of one thread, or around a message.</summary>
public sealed class ReadHistory(RoomAccess access, IMessageStore messages)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, HistoryRequest request)
    {
        access.Require(connection, request.RoomId, RoomRight.Read);
        Check(request);
        return request.MessageId is { } id ? await AroundAsync(request, id, connection.Closed) : await PageAsync(request, connection.Closed);
    }

    async Task<HistoryPage> PageAsync(HistoryRequest request, CancellationToken stop)
    {
        var (room, limit) = (request.RoomId, LimitOf(request));
        var thread = request.ThreadId is { } named ? await RootAsync(room, named, stop) : (MessageId?)null;
        var page = request.After is { } after
            ? await messages.ReadNextAsync(room, after, limit, stop, thread)
            : await messages.ReadPageAsync(room, request.Before, limit, stop, thread);
        return new HistoryPage(room, page.Messages, page.HasMore, ThreadId: thread);
    }

    async Task<HistoryPage> AroundAsync(HistoryRequest request, MessageId id, CancellationToken stop)
    {
        var page = await messages.ReadAroundAsync(request.RoomId, id, LimitOf(request), stop) ?? throw Unknown(id, "messageId");
        return new HistoryPage(request.RoomId, page.Messages, page.HasMore, page.HasNewer);
    }

    async Task<MessageId> RootAsync(RoomId room, MessageId named, CancellationToken stop)
    {
        var message = await messages.FindAsync(room, named, stop) ?? throw Unknown(named, "threadId");
        return message.ThreadId ?? message.Id;
    }

    static int LimitOf(HistoryRequest request) => request.Limit ?? Limits.DefaultPage;

    static void Check(HistoryRequest request)
    {
        if (request.Limit is < 1 or > Limits.MaxPage) throw Wrong($"\"limit\" is 1 to {Limits.MaxPage}", "limit");
        if (request.Before < 0) throw Wrong("\"before\" is a seq: 0 or more", "before");
        if (request.After < 0) throw Wrong("\"after\" is a seq: 0 or more", "after");
        if (request is { Before: not null, After: not null }) throw Wrong("give \"before\" or \"after\", not both", "after");
        if (request is { MessageId: not null } and not { Before: null, After: null, ThreadId: null })
            throw Wrong("\"messageId\" asks for what stands around it: leave out \"before\", \"after\" and \"threadId\"", "messageId");
    }

    static RequestRefused Wrong(string why, string field) => new(ErrorCode.BadRequest, why, field);

    static RequestRefused Unknown(MessageId id, string field) => new(ErrorCode.UnknownMessage, $"there is no message \"{id}\" in this room", field);
}
