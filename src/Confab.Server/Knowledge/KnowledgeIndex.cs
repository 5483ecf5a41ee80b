using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Meaning;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>
/// What an assistant's documents say about a question, each piece with its file and lines. Only assistants that the operator's files
/// describe have documents: whoever makes one in the page names no folder of this machine.
/// </summary>
public sealed class KnowledgeIndex(IKnowledgeStore store, Embedder embedder)
{
    const int MostFound = 12, MostEmbedded = 20_000, MostQuestion = 2000;

    static readonly UserId Nobody = new("knowledge");

    /// <summary>Best first; empty where it has no documents, or none that says anything about it.</summary>
    public async Task<IReadOnlyList<PromptPart>> FindAsync(Assistant assistant, string question, CancellationToken stop)
    {
        if (FolderOf(assistant) is null) return [];
        var asked = question.Length > MostQuestion ? question[..MostQuestion] : question;
        var byWords = await store.FindAsync(assistant.Id, ContentWords.Of(asked), MostFound, stop);
        return [.. (await WithMeaningAsync(assistant.Id, asked, byWords, stop)).Take(MostFound).Select(Part)];
    }

    internal static string? FolderOf(Assistant assistant) => assistant is { Owner: null, Knowledge: { Length: > 0 } folder } ? Path.GetFullPath(folder) : null;

    async Task<IReadOnlyList<KnowledgePiece>> WithMeaningAsync(UserId assistant, string question, IReadOnlyList<KnowledgePiece> byWords, CancellationToken stop)
    {
        if (embedder.Model is not { } model || question.Length == 0) return byWords;
        if (await embedder.EmbedAsync(model, question, new Asker(Nobody), stop) is not { } vector) return byWords;
        var embedded = await store.ReadEmbeddedAsync(assistant, model.Id, MostEmbedded, stop);
        var byMeaning = Ranking.Nearest(vector, embedded, e => e.Vector, MostFound).Select(e => e.Piece).ToList();
        return Ranking.Fuse(p => p.Doc, byMeaning, byWords);
    }

    internal static PromptPart Part(KnowledgePiece piece)
    {
        var source = new KnowledgeSource(piece.Path, piece.From, piece.To);
        return new(PromptPartKind.Knowledge, $"{Citations.Name(source)}{(piece.Heading is null ? "" : " " + piece.Heading)}\n    {Wording.Inset(piece.Content)}")
        {
            Title = piece.Heading ?? piece.Path,
            Source = source,
        };
    }
}
