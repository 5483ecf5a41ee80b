using System.Net;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Tests.Leaks;

/// <summary>What people write down, let be heard and forget.</summary>
sealed partial class ServerLeakWorld
{
    async Task<Place?> RememberAsync(Resident member, Place room)
    {
        var scope = room.Kind == RoomKind.Chat ? MemoryScope.Private : Pick([MemoryScope.Private, MemoryScope.User, MemoryScope.Room]);
        var word = _secrets.New();
        Doing($"{member.Socket.User.Name} writes {word} down as {scope} with {room}");
        var body = new JsonObject { ["content"] = $"the harbour is {word}", ["scope"] = scope.ToString().ToLowerInvariant() };
        if (scope == MemoryScope.Room) body["roomId"] = room.Id.Value;
        var (status, made) = await member.Api.SendAsync(HttpMethod.Post, "/api/memory", Json(body.ToJsonString()));
        if ((int)status / 100 == 2) Keep(word, new Kept(new((string)made["id"]!), scope, member.Id, scope == MemoryScope.Room ? room : null));
        return room;
    }

    /// <summary>Lets everybody hear what was private, or the other way round; of what was remembered by itself too.</summary>
    async Task<Place?> RescopeAsync(Resident person)
    {
        var listed = (await person.Api.GetAsync("/api/memory?limit=200")).Body["memories"]!.AsArray();
        if (Pick(listed.Where(m => (bool)m!["mayChange"]! && (string?)m["userId"] == person.Id.Value).ToList()) is not { } memory) return null;
        var (id, scope) = (new MemoryId((string)memory["id"]!), (string)memory["scope"]! == "user" ? MemoryScope.Private : MemoryScope.User);
        Doing($"{person.Socket.User.Name} lets {id} be heard as {scope}: {memory["content"]}");
        var (status, _) = await person.Api.SendAsync(HttpMethod.Patch, $"/api/memory/{id}", Json($$"""{"scope":"{{scope.ToString().ToLowerInvariant()}}"}"""));
        if (status != HttpStatusCode.OK) return null;
        var source = (string?)memory["sourceMessageId"] is { } from ? _rooms.SelectMany(r => r.Messages).FirstOrDefault(m => m.Id.Value == from) : null;
        ForgetAll(id);
        foreach (var word in _secrets.In((string)memory["content"]!)) Keep(word, new Kept(id, scope, person.Id, null, source));
        return null;
    }

    async Task<Place?> ForgetAsync(Resident person)
    {
        if (Pick(_memories.Where(m => m.IsLive && m.IsSeenBy(person.Id)).ToList()) is not { } memory) return null;
        Doing($"{person.Socket.User.Name} forgets {memory.Id}");
        var (status, _) = await person.Api.SendAsync(HttpMethod.Delete, $"/api/memory/{memory.Id}");
        if ((int)status / 100 == 2) ForgetAll(memory.Id);
        _loser = (person, Pick(_rooms));
        return null;
    }

    void Keep(string word, Kept memory)
    {
        _memories.Add(memory);
        _secrets.Put(word, memory);
    }

    void ForgetAll(MemoryId id)
    {
        foreach (var memory in _memories.Where(m => m.Id == id))
        {
            memory.IsForgotten = true;
            _takenBack.Add(memory);
        }
    }
}
