using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Sockets;

namespace Confab.Server.Generation;

/// <summary><c>stop_stream</c>: one's own stream, or a reply in a room that one is in.</summary>
public sealed class StopStream(OwnStreams own, RunningReplies replies)
{
    public ServerFrame Handle(Connection connection, StopStreamRequest request)
    {
        connection.RequireUser();
        var stream = own.Find(connection, request.StreamId) ?? ReplyIn(connection, request.StreamId)
            ?? throw new RequestRefused(ErrorCode.UnknownStream, $"no stream \"{request.StreamId}\" is running for you; it may have ended", "streamId");
        stream.Stop(StreamEndReason.Cancelled);
        return new Ok();
    }

    ReplyStream? ReplyIn(Connection connection, StreamId id) =>
        replies.Find(id) is { Reply: { } reply } stream && connection.Find(reply.RoomId) is not null ? stream : null;
}
