using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Http;

namespace Confab.Server.Sessions;

/// <summary><c>POST /api/chat/stream</c>: the same as server-sent events, while it is written.</summary>
public sealed class StreamChat(AskSession ask, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var asked = await ask.HandleAsync(http);
        var (events, gone) = (new ServerSentEvents(http), http.RequestAborted);
        await events.WriteAsync(JsonSerializer.Serialize(new ChatBegun(asked.SessionId, asked.Question), SessionWire.Options));
        await using var pieces = asked.Reply.Stream.FollowAsync(gone).GetAsyncEnumerator(gone);
        while (await AliveAsync(events, pieces.MoveNextAsync().AsTask(), gone))
            await events.WriteAsync(JsonSerializer.Serialize(new ChatPiece(pieces.Current), SessionWire.Options));
        var reply = await AliveAsync(events, asked.Reply.Finished.WaitAsync(gone), gone);
        await events.WriteAsync(JsonSerializer.Serialize(DoneOf(asked.SessionId, reply), SessionWire.Options));
        return Results.Empty;
    }

    /// <summary>Waits, and gives signs of life meanwhile, so that no proxy cuts a line that is only quiet.</summary>
    async Task<T> AliveAsync<T>(ServerSentEvents events, Task<T> awaited, CancellationToken gone)
    {
        while (!awaited.IsCompleted && !gone.IsCancellationRequested)
        {
            await ((Task)awaited.WaitAsync(StreamedResponse.KeepAlive, clock, gone)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!awaited.IsCompleted && !gone.IsCancellationRequested) await events.CommentAsync("waiting");
        }
        return await awaited;
    }

    static ChatDone DoneOf(RoomId session, Message? reply) => reply is null
        ? new(Done: true, session, Success: false, Error: Ending.NotKept)
        : new(Done: true, session, reply.Status == MessageStatus.Complete, reply.CreatedAt, reply, Ending.ErrorOf(reply));
}
