using System.Globalization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Sessions;

/// <summary><c>GET /api/chat</c>: with <c>sessionId</c> what was said in a session, with <c>userId</c> a person's sessions.</summary>
public sealed class ReadChat(ISessionStore sessions, IMessageStore messages, SessionAccess access, Callers callers)
{
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var query = http.Request.Query;
        var (session, user) = (IdOf(query, "sessionId") ?? IdOf(query, "session_id"), IdOf(query, "userId"));
        return (session, user) switch
        {
            ({ } id, null) => await MessagesAsync(caller, new RoomId(id), query, http.RequestAborted),
            (null, { } id) => await SessionsAsync(caller, new UserId(id), query, http.RequestAborted),
            (null, null) => throw new RequestRefused(ErrorCode.BadRequest, "give a \"sessionId\" for its messages, or your \"userId\" for your sessions", "sessionId"),
            _ => throw new RequestRefused(ErrorCode.BadRequest, "give a \"sessionId\" or a \"userId\", not both", "userId"),
        };
    }

    async Task<IResult> MessagesAsync(Caller caller, RoomId id, IQueryCollection query, CancellationToken stop)
    {
        var (before, limit) = (NumberOf(query, "before", long.MaxValue), LimitOf(query));
        var session = await access.RequireAsync(caller, id, stop);
        var page = await messages.ReadPageAsync(session.Room.Id, before, limit, stop);
        return Results.Json(new SessionMessages(session.Room.Id, page.Messages, page.HasMore), SessionWire.Options);
    }

    /// <summary>An id in an address proves nothing: whose token it is decides.</summary>
    async Task<IResult> SessionsAsync(Caller caller, UserId user, IQueryCollection query, CancellationToken stop)
    {
        if (caller.User is null) throw new RequestRefused(ErrorCode.NotSignedIn, "your sessions are shown to you alone: send Authorization: Bearer with your token", "userId");
        if (caller.User.Id != user) throw new RequestRefused(ErrorCode.UnknownRoom, $"there are no sessions of \"{user}\" for you; a token shows its own person's", "userId");
        var (before, limit) = (IdOf(query, "before"), LimitOf(query));
        // A session that is gone leads nowhere: better said than taken for the end.
        if (before is not null) await access.RequireAsync(caller, new RoomId(before), stop);
        var found = await sessions.ReadOfAsync(user, before is null ? null : new RoomId(before), limit + 1, stop);
        return Results.Json(new SessionList(user, [.. found.Take(limit).Select(SessionInfo.Of)], found.Count > limit), SessionWire.Options);
    }

    static string? IdOf(IQueryCollection query, string name)
    {
        if (query[name].ToString() is not { Length: > 0 } text) return null;
        return WireIds.IsValid(text) ? text : throw new RequestRefused(ErrorCode.BadRequest, $"\"{name}\" is no id", name);
    }

    static int LimitOf(IQueryCollection query) => (int)(NumberOf(query, "limit", Limits.MaxPage) ?? Limits.DefaultPage);

    static long? NumberOf(IQueryCollection query, string name, long most)
    {
        if (query[name].ToString() is not { Length: > 0 } text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new RequestRefused(ErrorCode.BadRequest, $"\"{name}\" is a number from 1 to {most}", name);
    }
}
