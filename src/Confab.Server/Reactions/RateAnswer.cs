using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Reactions;

/// <summary><c>feedback</c>: whether an assistant's answer was liked, and why.</summary>
public sealed class RateAnswer(MessageChanges changes, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, FeedbackRequest request)
    {
        var user = connection.RequireUser();
        var comment = string.IsNullOrWhiteSpace(request.Comment) ? null : MessageText.RequireSound(request.Comment, Limits.MaxReasonLength, "comment", "a comment");
        if (comment is not null && request.Rating is null) throw new RequestRefused(ErrorCode.BadRequest, "a comment goes with a like or a dislike", "comment");
        var (message, _) = await changes.RequireAsync(connection, request.MessageId, _ => RoomRight.React);
        if (message.Author.Kind != AuthorKind.Assistant) throw new RequestRefused(ErrorCode.BadRequest, "only an assistant's message is liked or disliked; react to others", "messageId");
        return await changes.ChangeAsync(message.Id, new Rate(message.Id, user.Id, request.Rating, comment, clock.GetUtcNow()));
    }
}
