using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Search;

/// <summary><c>GET /api/search</c>: what was said in the rooms that one is in.</summary>
sealed class SearchMessages(ISearchStore store, SearchRequest requests, SearchPlaces places, Callers callers)
{
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var reader = await callers.RequireUserAsync(http);
        var fields = http.Request.Query;
        var before = fields["before"].ToString() is { Length: > 0 } place ? places.Read(place) : (long?)null;
        var page = await store.FindAsync(requests.Read(reader, fields, before), http.RequestAborted)
            ?? throw new RequestRefused(ErrorCode.UnknownRoom, "you are in no such room", fields.ContainsKey("roomId") ? "roomId" : "q");
        var results = page.Hits.Select(hit => new FoundMessage(hit.Room, hit.Message, Snippet.Of(hit.Message.Content, hit.Matches)));
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new SearchAnswer([.. results], page.Next is not null, page.Next is { } next ? places.Write(next) : null), SearchWire.Options);
    }
}
