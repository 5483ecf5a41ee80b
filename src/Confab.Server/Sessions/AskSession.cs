using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Generation;
using Confab.Server.Http;
using Confab.Server.Messages;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Sessions;

/// <param name="SessionId">The session that it was asked in.</param>
/// <param name="Question">As it was stored.</param>
/// <param name="Reply">On its way; whoever asked and goes away cancels it.</param>
public sealed record AskedSession(RoomId SessionId, Message Question, StartedReply Reply);

/// <summary>
/// A message to a session's assistant. It enters by the same door as every message and is answered by the same replies, so a
/// page that shows the room sees the answer grow too.
/// </summary>
public sealed class AskSession(
    SessionAccess access, CreateSession createSession, Callers callers, ReplyTrigger trigger, AppendLoop log, ReplyRunner replies, ModelCatalog models, TimeProvider clock)
{
    public async Task<AskedSession> HandleAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var body = await SessionBody.ReadAsync(http.Request, SessionJson.Default.ChatBody)
            ?? throw new RequestRefused(ErrorCode.BadRequest, "\"message\" is missing", "message");
        var text = MessageText.Require(body.Message, "message");
        var wishes = new ReplyWishes(GenerationWishes.Require(body.Options, models), BackgroundOf(body.Context));

        var session = IdOf(body) is { } id
            ? await access.RequireAsync(caller, id, http.RequestAborted)
            : await createSession.MakeAsync(caller, SessionTitle.Of(text), systemPrompt: null);
        return await AskAsync(http, caller, session, text, wishes);
    }

    async Task<AskedSession> AskAsync(HttpContext http, Caller caller, ChatSession session, string text, ReplyWishes wishes)
    {
        var room = session.Room.Id;
        var message = new NewMessage(MessageId.New(), room, session.Person, text, clock.GetUtcNow());
        var asking = trigger.Consider(session.Room, message);
        var appended = await log.AppendAsync(asking);
        var question = appended.Message ?? throw SessionAccess.Unknown(room);

        var reply = replies.Start(asking.Asks[0], caller.Asker with { Room = room }, wishes);
        // Left to the request's own source: given up when the response ends it would be gone before its turn came, since
        // whoever waits for the answer hears of the hang-up first and ends the response. A reply that has ended ignores it.
        http.RequestAborted.Register(() => reply.Stream.Stop(StreamEndReason.Cancelled));
        return new AskedSession(room, question, reply);
    }

    static RoomId? IdOf(ChatBody body) => (body.SessionId, body.SessionIdInSnakeCase) switch
    {
        ({ } one, { } other) when one != other => throw new RequestRefused(ErrorCode.BadRequest, "\"sessionId\" and \"session_id\" name two sessions; give one", "session_id"),
        var (one, other) => one ?? other,
    };

    static string? BackgroundOf(JsonElement? context)
    {
        var text = context switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Object } json => json.GetRawText(),
            { ValueKind: JsonValueKind.String } json => json.GetString(),
            _ => throw new RequestRefused(ErrorCode.BadRequest, "\"context\" is an object or a text", "context"),
        };
        if (text?.Length > Limits.MaxContentLength)
            throw new RequestRefused(ErrorCode.BadRequest, $"\"context\" has at most {Limits.MaxContentLength} characters of JSON; this one has {text.Length}", "context");
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
