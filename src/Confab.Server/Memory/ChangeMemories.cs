using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>Adds, edits and forgets over HTTP. A memory that one may not see is refused as one that is not there.</summary>
public sealed class ChangeMemories(IMemoryStore store, RememberingAssistants assistants, Callers callers, RoomAccess access, MemoryTeller teller, TimeProvider clock)
{
    const int MostImportant = 10;

    public async Task<IResult> AddAsync(HttpContext http)
    {
        var user = await callers.RequireUserAsync(http);
        var body = await JsonBody.ReadAsync(http, MemoryJson.Default.AddMemoryBody);
        var memory = Read(body, user, assistants.Require(body.AssistantId));
        if (memory.Room is { } room) await access.RequireAsync(user.Id, room, RoomRight.Write, http.RequestAborted);
        var kept = await store.KeepAsync([new NewMemory(memory, [])]);
        teller.TellOf(kept);
        return kept is [var made]
            ? MemoryRoutes.Answer(http, MemoryInfo.Of(new ReadableMemory(made, MayChange: true)), StatusCodes.Status201Created)
            : throw new RequestRefused(
                ErrorCode.NotAllowed, "this is remembered already, you do not want to be remembered by this assistant, or nothing is to be remembered in this room");
    }

    public async Task<IResult> EditAsync(HttpContext http, string id)
    {
        var user = await callers.RequireUserAsync(http);
        var body = await JsonBody.ReadAsync(http, MemoryJson.Default.EditMemoryBody);
        if (body is { Content: null, Scope: null }) throw new RequestRefused(ErrorCode.BadRequest, "give \"content\" or \"scope\"", "content");
        if ((body.Scope == MemoryScope.Room) != (body.RoomId is not null)) throw new RequestRefused(ErrorCode.BadRequest, "\"roomId\" goes with scope \"room\"", "roomId");
        var there = await RequireAsync(user.Id, id, http.RequestAborted);
        if (body.Scope is not null && there.About != user.Id)
            throw new RequestRefused(ErrorCode.NotAllowed, "who may see a memory is decided by whom it is about", "scope");
        if (body.RoomId is { } room) await access.RequireAsync(user.Id, room, RoomRight.Write, http.RequestAborted);
        var edit = new MemoryEdit(clock.GetUtcNow(), body.Content is null ? null : MemoryText.Require(body.Content), body.Scope, body.RoomId);
        var edited = await store.EditAsync(user.Id, there.Id, edit)
            ?? throw (there.Scope == MemoryScope.Room ? new RequestRefused(ErrorCode.NotAllowed, "only who is in its room gives a memory other words; forget it instead") : Unknown(id));
        await teller.TellGoneAsync();
        teller.TellOf([edited]);
        return MemoryRoutes.Answer(http, MemoryInfo.Of(new ReadableMemory(edited, MayChange: true)));
    }

    public async Task<IResult> ForgetAsync(HttpContext http, string id)
    {
        var user = await callers.RequireUserAsync(http);
        var there = await RequireAsync(user.Id, id, http.RequestAborted);
        // What was said and not thought about yet might hold it once more.
        await store.PassOverAsync(there.About ?? there.SaidBy ?? user.Id, there.AssistantId, clock.GetUtcNow());
        await store.ForgetAsync(user.Id, [there.Id]);
        teller.TellOfGone();
        return Results.NoContent();
    }

    public async Task<IResult> ForgetAllAsync(HttpContext http)
    {
        var user = await callers.RequireUserAsync(http);
        var forgotten = await store.ForgetAllAsync(user.Id, RememberingAssistants.In(http.Request.Query), clock.GetUtcNow());
        teller.TellOfGone();
        return MemoryRoutes.Answer(http, new ForgottenAnswer(forgotten));
    }

    StoredMemory Read(AddMemoryBody body, Author user, UserId assistant)
    {
        var scope = body.Scope ?? (body.RoomId is null ? MemoryScope.Private : MemoryScope.Room);
        if ((scope == MemoryScope.Room) != (body.RoomId is not null)) throw new RequestRefused(ErrorCode.BadRequest, "\"roomId\" goes with scope \"room\"", "roomId");
        if (body.Importance is < 0 or > MostImportant) throw new RequestRefused(ErrorCode.BadRequest, $"\"importance\" is a number from 0 to {MostImportant}", "importance");
        var isOfRoom = scope == MemoryScope.Room;
        return new(MemoryId.New(), assistant, isOfRoom ? MemoryTier.Semantic : MemoryTier.LongTerm, scope, MemoryText.Require(body.Content), clock.GetUtcNow())
        {
            About = isOfRoom ? null : user.Id,
            Room = body.RoomId,
            SaidBy = user.Id,
            Topic = MemoryTopic.Of(body.Topic, body.Content),
            Importance = body.Importance,
        };
    }

    async Task<StoredMemory> RequireAsync(UserId user, string id, CancellationToken stop)
    {
        if (!WireIds.IsValid(id) || await store.FindAsync(user, new(id), stop) is not { } found) throw Unknown(id);
        return found.MayChange
            ? found.Memory
            : throw new RequestRefused(ErrorCode.NotAllowed, "this memory is changed by whom it is about; what is about nobody by who said it and by the room's moderators");
    }

    static RequestRefused Unknown(string id) => new(ErrorCode.UnknownMemory, $"you have no memory \"{id}\"");
}
