using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Meaning;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary><c>GET /api/memory</c>: one's own, those of rooms that one may read, and what one said in rooms that one left.</summary>
public sealed class ListMemories(IMemoryStore store, Callers callers)
{
    const int MostOfPage = 200, UsualPage = 50, MostQuery = 512;

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var reader = await callers.RequireUserAsync(http);
        var query = http.Request.Query;
        var limit = (int)(query.NumberOf("limit", 1, MostOfPage) ?? UsualPage);
        var found = await store.ListAsync(
            new MemoryFilter(reader.Id, limit + 1)
            {
                Assistant = RememberingAssistants.In(query),
                Scope = Word<MemoryScope>(query, "scope"),
                Tier = Word<MemoryTier>(query, "tier"),
                Room = RoomOf(query),
                Words = WordsOf(query),
                Skip = (int)(query.NumberOf("skip", 0, int.MaxValue) ?? 0),
            },
            http.RequestAborted);
        return MemoryRoutes.Answer(http, new MemoryList([.. found.Take(limit).Select(MemoryInfo.Of)], found.Count > limit));
    }

    static IReadOnlyList<string>? WordsOf(IQueryCollection query)
    {
        var text = query["q"].ToString();
        if (text.Length > MostQuery) throw new RequestRefused(ErrorCode.BadRequest, $"\"q\" has at most {MostQuery} characters", "q");
        return text.Length == 0 ? null : [.. ContentWords.All(text).Distinct(StringComparer.Ordinal)];
    }

    static RoomId? RoomOf(IQueryCollection query) => query["roomId"].ToString() switch
    {
        "" => null,
        var id when WireIds.IsValid(id) => new RoomId(id),
        _ => throw new RequestRefused(ErrorCode.BadRequest, "\"roomId\" is no id", "roomId"),
    };

    static TEnum? Word<TEnum>(IQueryCollection query, string name) where TEnum : struct, Enum
    {
        if (query[name].ToString() is not { Length: > 0 } word) return null;
        foreach (var value in Enum.GetValues<TEnum>())
            if (value.Word() == word) return value;
        throw new RequestRefused(ErrorCode.BadRequest, $"\"{name}\" is one of {string.Join(", ", Enum.GetValues<TEnum>().Select(v => v.Word()))}", name);
    }
}
