using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Moderation;

/// <summary><c>report</c>: a message is shown to the room's moderators. Said twice by one person, it is one report.</summary>
public sealed class ReportMessage(MessageChanges changes, IModerationStore moderation, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, ReportRequest request)
    {
        var reporter = connection.RequireUser();
        if (request.Reason.Length > Limits.MaxReasonLength)
            throw new RequestRefused(ErrorCode.BadRequest, $"a reason has at most {Limits.MaxReasonLength} characters", "reason");
        var reason = MessageText.Require(request.Reason, "reason", "a reason");
        var (message, _) = await changes.RequireAsync(connection, request.MessageId, _ => RoomRight.Report);
        if (message.DeletedAt is not null) throw new RequestRefused(ErrorCode.UnknownMessage, "the message was deleted", "messageId");
        await moderation.AddReportAsync(new(message.RoomId, message.Id, reporter, reason, clock.GetUtcNow()));
        return new Ok();
    }
}
