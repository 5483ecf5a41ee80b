using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Meaning;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>
/// What an assistant remembers for an answer: of the person who asks what matters always, and what fits the question, by meaning and
/// by words. Only what everyone who will read the answer may see.
/// </summary>
public sealed class Recall(IMemoryStore store, Embedder embedder, PlainWords plainWords, UsedMemories used)
{
    const int MostOfProfile = 8, MostFound = 16, MostEmbedded = 5000, MostQuestion = 2000;

    /// <summary>What matters whatever is asked.</summary>
    static readonly string[] Profile = ["name", "age", "pronouns", "language", "languages", "location", "occupation", "preferences", "preference", "interests", "interest"];

    /// <summary>Best first; empty where nothing is to be remembered.</summary>
    public async Task<IReadOnlyList<PromptPart>> FindAsync(Assistant assistant, Audience audience, UserId asker, string question, CancellationToken stop)
    {
        if (!assistant.HasMemory) return [];
        // "Forget that" is true for the very answer to it.
        await plainWords.SettledAsync(audience.Room, stop);
        var asked = new MemoryQuestion(assistant.Id, audience, asker);
        var profile = await store.ReadProfileAsync(asked, Profile, MostOfProfile, stop);
        var found = await RankAsync(asked, question, stop);
        var all = profile.Concat(found).DistinctBy(m => m.Id).ToList();
        used.Note(all.Select(m => m.Id));
        return [.. all.Select(Part)];
    }

    /// <summary>What fits the question, best first, whatever matters always left out.</summary>
    public async Task<IReadOnlyList<StoredMemory>> RankAsync(MemoryQuestion asked, string question, CancellationToken stop)
    {
        var words = ContentWords.WithAlike(question.Length > MostQuestion ? question[..MostQuestion] : question);
        var byWords = await store.FindAsync(asked, words, MostFound, stop);
        if (embedder.Model is not { } model) return byWords;
        if (await embedder.EmbedAsync(model, question, new Asker(asked.Asker, asked.Audience.Room), stop) is not { } vector) return byWords;
        var embedded = await store.ReadEmbeddedAsync(asked, model.Id, MostEmbedded, stop);
        var byMeaning = Ranking.Nearest(vector, embedded, e => e.Vector, MostFound).Select(e => e.Memory).ToList();
        return [.. Ranking.Fuse(m => m.Id, byMeaning, byWords).Take(MostFound)];
    }

    static PromptPart Part(StoredMemory memory) => new(PromptPartKind.Memory, memory.Content)
    {
        Title = memory.Topic ?? memory.Tier.Word(),
        MemoryId = memory.Id,
    };
}
