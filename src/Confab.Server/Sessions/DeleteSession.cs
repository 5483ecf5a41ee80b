using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Http;
using Confab.Server.Presence;
using Confab.Server.Replies;
using Confab.Server.Storage;
using Confab.Server.Suggestions;

namespace Confab.Server.Sessions;

/// <summary><c>DELETE /api/sessions/{id}</c>: the room goes with all that was said in it, at once and on every open socket.</summary>
public sealed class DeleteSession(
    ISessionStore sessions, SessionAccess access, Callers callers, RunningReplies running, SuggestionBoard suggestions,
    Online online, IFanout fanout)
{
    public async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var caller = await callers.IdentifyAsync(http);
        var session = await access.RequireAsync(caller, new RoomId(id), http.RequestAborted);
        if (!await sessions.DeleteAsync(session.Room.Id)) throw SessionAccess.Unknown(session.Room.Id);

        // Only now: a reply that began in between would have gone on for nobody.
        running.StopIn(session.Room.Id);
        suggestions.Forget(session.Room.Id);
        TakeFromSockets(session);
        return Results.NoContent();
    }

    void TakeFromSockets(ChatSession session)
    {
        var left = EncodedEvent.Of(new UserLeft(session.Room.Id, session.Person));
        foreach (var socket in online.DevicesOf(session.Person.Id))
        {
            socket.StopListening(session.Room.Id, fanout);
            socket.Queue.Enqueue(left.Frame);
        }
    }
}
