using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Memory;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Tests.Support;
using static Confab.Tests.Memory.MemoryScene;

namespace Confab.Tests.Memory;

public class RecallTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task By_words_alone_nearly_every_fact_is_among_the_first_three_for_its_keywords_and_most_are_for_other_words()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await app.Get<IMemoryStore>().KeepAsync([.. RecallCase.All.Select(c => c.Of(Bot, ada.User.Id))]);

        var (keywords, paraphrases) = (await RecallAt3Async(app, ada, c => c.Keywords), await RecallAt3Async(app, ada, c => c.Paraphrase));

        Assert.True(keywords >= 0.98, $"keywords: {keywords:0.00}");
        Assert.True(paraphrases >= 0.5, $"paraphrases: {paraphrases:0.00}");
        TestContext.Current.SendDiagnosticMessage($"recall at 3: keywords {keywords:0.000}, paraphrases {paraphrases:0.000}");
    }

    [Fact]
    public async Task By_meaning_a_fact_is_found_that_shares_no_word_with_the_question()
    {
        // Each fact and its question point in one direction.
        var embedder = new ScriptedEmbedder(text =>
        {
            var vector = new float[RecallCase.All.Count + 1];
            var place = RecallCase.All.ToList().FindIndex(c => c.Fact == text || c.Paraphrase == text);
            vector[place < 0 ? ^1 : place] = 2;
            return vector;
        });
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedEmbedder.As("meaning", embedder)] });
        await using var ada = await app.PersonAsync("ada");
        await app.Get<IMemoryStore>().KeepAsync([.. RecallCase.All.Select(c => c.Of(Bot, ada.User.Id))]);
        await TestTime.UntilAsync(() => app.Get<IMemoryStore>().ReadWithoutEmbeddingAsync("meaning", 1, None).GetAwaiter().GetResult().Count == 0, "all have their vectors");

        Assert.Equal(1, await RecallAt3Async(app, ada, c => c.Paraphrase));
        Assert.True(await RecallAt3Async(app, ada, c => c.Keywords) >= 0.98);
    }

    [Fact]
    public async Task Where_the_embedding_model_fails_words_are_enough()
    {
        var embedder = new ScriptedEmbedder(_ => throw new TimeoutException("too slow"));
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedEmbedder.As("meaning", embedder)] });
        await using var ada = await app.PersonAsync("ada");
        await app.Get<IMemoryStore>().KeepAsync([RecallCase.All[0].Of(Bot, ada.User.Id)]);

        Assert.Single(await FindAsync(app, ada, RecallCase.All[0].Keywords));
        Assert.True(embedder.Calls > 0);
    }

    [Fact]
    public async Task What_matters_of_the_asker_always_comes_first_and_nobody_elses()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await app.Get<IMemoryStore>().KeepAsync([.. RecallCase.All.Select(c => c.Of(Bot, ada.User.Id)), .. RecallCase.All.Select(c => c.Of(Bot, ben.User.Id))]);

        var parts = await FindAsync(app, ada, "cello");

        Assert.Equal("She plays the cello", parts[^1].Text);
        Assert.Contains(parts, p => p.Title == "name");
        Assert.Contains(parts, p => p.Title == "preference: answers");
        Assert.All(parts, p => Assert.Equal(PromptPartKind.Memory, p.Kind));
        var own = (await app.MemoriesAsync(ada)).Select(m => m.Id).ToHashSet();
        Assert.All(parts, p => Assert.Contains(p.MemoryId!.Value, own));
    }

    [Fact]
    public async Task What_was_shown_is_marked_as_used()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await app.Get<IMemoryStore>().KeepAsync([RecallCase.All[4].Of(Bot, ada.User.Id), RecallCase.All[5].Of(Bot, ada.User.Id)]);

        await FindAsync(app, ada, RecallCase.All[4].Keywords);

        await TestTime.UntilAsync(() => app.MemoriesAsync(ada).GetAwaiter().GetResult().Any(m => m.Uses == 1), "it is marked");
        var memories = await app.MemoriesAsync(ada);
        Assert.Equal([RecallCase.All[4].Fact], memories.Where(m => m is { Uses: 1, LastUsedAt: not null }).Select(m => m.Content));
    }

    [Fact]
    public async Task An_assistant_without_memory_recalls_nothing()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await app.Get<IMemoryStore>().KeepAsync([RecallCase.All[4].Of(Bot, ada.User.Id)]);
        Assert.NotEmpty(await FindAsync(app, ada, "cat"));

        Assert.Empty(await FindAsync(app, ada, "cat", a => a with { HasMemory = false }));
    }

    static async Task<double> RecallAt3Async(ChatApplication app, TestSocket ada, Func<RecallCase, string> question)
    {
        var found = 0;
        foreach (var one in RecallCase.All)
            if ((await app.Get<Recall>().RankAsync(new MemoryQuestion(Bot, await ChatOfAsync(app, ada), ada.User.Id), question(one), None)).Take(3).Any(m => m.Content == one.Fact)) found++;
        return found / (double)RecallCase.All.Count;
    }

    static async Task<IReadOnlyList<PromptPart>> FindAsync(ChatApplication app, TestSocket ada, string question, Func<Assistant, Assistant>? how = null)
    {
        var assistant = app.Get<AssistantList>().All.First(a => a.Id == Bot);
        return await app.Get<Recall>().FindAsync(how?.Invoke(assistant) ?? assistant, await ChatOfAsync(app, ada), ada.User.Id, question, None);
    }

    /// <summary>A room in which nobody but her reads.</summary>
    static async Task<Audience> ChatOfAsync(ChatApplication app, TestSocket person)
    {
        var id = new RoomId("chat-of-" + person.User.Name);
        await app.Get<ISessionStore>().CreateAsync(new NewSession(
            new NewRoom(id, "chat", RoomKind.Chat, Visibility.Private, AssistantMode.All, DateTimeOffset.UnixEpoch), person.User));
        return new Audience(id, RoomKind.Chat, [person.User.Id]);
    }
}
