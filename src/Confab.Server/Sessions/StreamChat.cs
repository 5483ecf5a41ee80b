using System.Runtime.CompilerServices;
using System.Text.Json;
using Confab.Protocol;

namespace Confab.Server.Sessions;

/// <summary><c>POST /api/chat/stream</c>: the same as server-sent events, while it is written.</summary>
public sealed class StreamChat(AskSession ask)
{
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var asked = await ask.HandleAsync(http);
        return TypedResults.ServerSentEvents(EventsAsync(asked, http.RequestAborted));
    }

    static async IAsyncEnumerable<string> EventsAsync(AskedSession asked, [EnumeratorCancellation] CancellationToken gone)
    {
        yield return JsonSerializer.Serialize(new ChatBegun(asked.SessionId, asked.Question), SessionWire.Options);
        await foreach (var piece in asked.Reply.Stream.FollowAsync(gone)) yield return JsonSerializer.Serialize(new ChatPiece(piece), SessionWire.Options);
        yield return JsonSerializer.Serialize(DoneOf(asked.SessionId, await asked.Reply.Finished.WaitAsync(gone)), SessionWire.Options);
    }

    static ChatDone DoneOf(RoomId session, Message? reply) => reply is null
        ? new(Done: true, session, Success: false, Error: Ending.NotKept)
        : new(Done: true, session, reply.Status == MessageStatus.Complete, reply.CreatedAt, reply, Ending.ErrorOf(reply));
}
