using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary><c>GET /api/assistants/{id}/knowledge?file&amp;from&amp;to</c>: the lines that an answer was made of, for everybody who may ask the assistant.</summary>
public sealed class ReadKnowledge(IKnowledgeStore store, AssistantList assistants, Callers callers)
{
    const int MostLines = 400;

    public async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        await callers.RequireUserAsync(http);
        var query = http.Request.Query;
        var assistant = assistants.All.FirstOrDefault(a => a.Id.Value == id) ?? throw new RequestRefused(ErrorCode.UnknownAssistant, $"there is no assistant \"{id}\"");
        var file = query["file"].ToString();
        if (file.Length == 0) throw new RequestRefused(ErrorCode.BadRequest, "name the \"file\" of the citation", "file");
        var (from, to) = ((int?)query.NumberOf("from", 1, int.MaxValue), (int?)query.NumberOf("to", 1, int.MaxValue));
        var shown = await FindAsync(assistant, file, from, to, http.RequestAborted) ?? throw new RequestRefused(ErrorCode.UnknownFile, $"{assistant.Name} has no document \"{file}\"", "file");
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(shown, KnowledgeWire.Options);
    }

    /// <summary>Lines of a document as it is now, at most <see cref="MostLines"/>; null where the assistant has no such document.</summary>
    public async Task<KnowledgeText?> FindAsync(Assistant assistant, string file, int? first, int? last, CancellationToken stop)
    {
        // Only what was indexed: a path of anything else is not even looked at.
        var isKnown = (await store.ReadFilesAsync(assistant.Id, stop)).Any(f => f.Path == file);
        if (!isKnown || KnowledgeIndex.FolderOf(assistant) is not { } folder || KnowledgeFolder.Read(folder, file).Text is not { } text) return null;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var from = first ?? 1;
        var to = (int)Math.Min(Math.Min(last ?? int.MaxValue, lines.Length), (long)from + MostLines - 1);
        return from > to ? new(file, from, from - 1, lines.Length, "") : new(file, from, to, lines.Length, string.Join('\n', lines[(from - 1)..to]));
    }
}

/// <param name="From">The first line, from 1.</param>
/// <param name="To">The last line.</param>
/// <param name="Lines">How many the document has now.</param>
public sealed record KnowledgeText(string File, int From, int To, int Lines, string Content);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KnowledgeText))]
sealed partial class KnowledgeJson : JsonSerializerContext;

static class KnowledgeWire
{
    public static JsonSerializerOptions Options { get; } = new(KnowledgeJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = KnowledgeJson.Default,
    };
}
