using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Http;
using Confab.Server.Messages;
using Confab.Server.Presence;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Sessions;

/// <summary><c>POST /api/sessions</c>: a private room of one person and an assistant.</summary>
public sealed class CreateSession(ISessionStore sessions, AssistantList assistants, Callers callers, Online online, SocketOptions options, TimeProvider clock)
{
    const int MostSessions = 100_000;

    readonly KeyedBuckets<UserId> _newSessions = new(options.NewRooms, clock);

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var body = await SessionBody.ReadAsync(http.Request, SessionJson.Default.CreateSessionBody);
        var prompt = body?.SystemPrompt is { } text ? MessageText.Require(text, "systemPrompt", "a system prompt") : null;
        var assistant = body?.AssistantId is { } id ? assistants.Require(id, "assistantId").Id : AssistantList.Default;

        var session = await MakeAsync(caller, SessionTitle.Untitled, prompt, assistant);
        http.Response.Headers.Location = $"/api/chat?sessionId={session.Room.Id}";
        return Results.Json(SessionInfo.Of(session), SessionWire.Options, statusCode: StatusCodes.Status201Created);
    }

    internal async Task<ChatSession> MakeAsync(Caller caller, string title, string? systemPrompt, UserId? assistant = null)
    {
        if (_newSessions.Take(caller.Asker.User) is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, "you begin too many sessions; go on with one, or try again later", "sessionId", wait);
        if (await sessions.CountAsync(CancellationToken.None) >= MostSessions)
            throw new RequestRefused(ErrorCode.Busy, $"this server has {MostSessions} sessions and takes no more; delete those that are done with");
        while (true)
        {
            var session = New(caller, title, systemPrompt, assistant ?? AssistantList.Default);
            // A guest's name may be taken; the next one will not be.
            if (!await sessions.CreateAsync(session)) continue;
            var made = (await sessions.FindAsync(session.Room.Id, CancellationToken.None))!;
            TellOwnDevices(made);
            return made;
        }
    }

    NewSession New(Caller caller, string title, string? systemPrompt, UserId assistant)
    {
        var room = new NewRoom(SessionKey.New(), title, RoomKind.Chat, Visibility.Private, AssistantMode.All, clock.GetUtcNow()) { Assistants = [assistant] };
        if (caller.User is { } person) return new NewSession(room, person, SystemPrompt: systemPrompt);
        var (guest, key) = Guest.New();
        return new NewSession(room, guest, key, systemPrompt);
    }

    void TellOwnDevices(ChatSession session)
    {
        foreach (var socket in online.DevicesOf(session.Person.Id))
            socket.Send(new RoomUpdated(session.Room.Id, session.Room with { IsMember = true, Role = RoomRole.Owner }));
    }
}
