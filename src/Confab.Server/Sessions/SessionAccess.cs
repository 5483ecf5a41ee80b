using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Sessions;

/// <summary>Whose a session is. A person's opens by their token alone; a guest's by its id, which nobody can guess.</summary>
public sealed class SessionAccess(ISessionStore sessions)
{
    /// <exception cref="RequestRefused">There is no such session, or it is another person's: both look the same.</exception>
    public async Task<ChatSession> RequireAsync(Caller caller, RoomId id, CancellationToken stop) =>
        await sessions.FindAsync(id, stop) is { } session && (session.IsGuests || session.Person.Id == caller.User?.Id) ? session : throw Unknown(id);

    public static RequestRefused Unknown(RoomId id) =>
        new(ErrorCode.UnknownRoom, $"there is no session \"{id}\" for you; a message without a sessionId begins one", "sessionId");
}
