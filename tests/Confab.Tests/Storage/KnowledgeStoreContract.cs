using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every knowledge store promises.</summary>
public abstract class KnowledgeStoreContract : IAsyncDisposable
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly UserId Other = new("assistant:other");

    protected abstract IKnowledgeStore Knowledge { get; }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_piece_is_found_by_any_of_its_words_with_its_place_and_the_best_come_first()
    {
        await PutAsync("shop/prices.md", Piece("Tea costs three euros.", 1, 2), Piece("Coffee and tea, tea and tea.", 4, 5, "Drinks › Hot"));

        var found = await FindAsync("tea", "coffee");

        Assert.Equal(["Coffee and tea, tea and tea.", "Tea costs three euros."], found.Select(p => p.Content));
        Assert.Equal(("shop/prices.md", 4, 5, "Drinks › Hot"), (found[0].Path, found[0].From, found[0].To, found[0].Heading));
        Assert.Null(found[1].Heading);
        Assert.Single(await Knowledge.FindAsync(Bot.Id, ["tea"], 1, None));
        Assert.Empty(await FindAsync("water"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task A_heading_is_found_too_and_words_whatever_their_ending_case_and_accents()
    {
        await PutAsync("a.md", Piece("It is closed.", heading: "Opening hours"), Piece("Le café est là."));

        Assert.Equal(["It is closed."], (await FindAsync("HOUR")).Select(p => p.Content));
        Assert.Equal(["Le café est là."], (await FindAsync("cafe")).Select(p => p.Content));
    }

    [Fact]
    public async Task What_somebody_asks_is_never_taken_for_a_query()
    {
        await PutAsync("a.md", Piece("Tea costs three euros."));

        Assert.Empty(await FindAsync("\"", "NEAR(tea", "content:tea OR *", "it's"));
        Assert.Single(await FindAsync("AND", "tea"));
    }

    [Fact]
    public async Task Another_assistant_neither_finds_nor_lists_it()
    {
        await PutAsync("a.md", Piece("Tea costs three euros."));
        await EmbedAsync("m");

        Assert.Empty(await Knowledge.FindAsync(Other, ["tea"], 10, None));
        Assert.Empty(await Knowledge.ReadEmbeddedAsync(Other, "m", 10, None));
        Assert.Empty(await Knowledge.ReadFilesAsync(Other, None));
    }

    [Fact]
    public async Task A_file_that_is_read_again_has_its_new_pieces_alone_and_the_same_once()
    {
        await PutAsync("a.md", Piece("Tea costs three euros."), Piece("Milk is free."));
        await PutAsync("b.md", Piece("Tea is green."));

        for (var i = 0; i < 2; i++) await Knowledge.PutAsync(Bot.Id, new KnowledgeFile("a.md", 20 + i, Noon.AddHours(i)), [Piece("Tea costs four euros.")]);

        Assert.Equal(["Tea costs four euros.", "Tea is green."], (await FindAsync("tea")).Select(p => p.Content).Order());
        Assert.Empty(await FindAsync("milk", "three"));
        Assert.Equal([new KnowledgeFile("a.md", 21, Noon.AddHours(1)), new KnowledgeFile("b.md", 10, Noon)], await Knowledge.ReadFilesAsync(Bot.Id, None));
    }

    [Fact]
    public async Task Of_a_file_that_several_read_at_once_one_reading_is_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PutAsync("a.md", Piece($"Tea number{i}."), Piece($"More tea number{i}."))));

        var found = await FindAsync("tea");
        Assert.Equal(2, found.Count);
        Assert.Single(found.Select(p => p.Content.Split("number")[1]).Distinct());
        Assert.Single(await Knowledge.ReadFilesAsync(Bot.Id, None));
    }

    [Fact]
    public async Task A_file_that_is_gone_takes_its_pieces_along_and_nobody_elses()
    {
        await PutAsync("a.md", Piece("Tea costs three euros."));
        await PutAsync("b.md", Piece("Tea is green."));
        await Knowledge.PutAsync(Other, new KnowledgeFile("a.md", 10, Noon), [Piece("Tea is black.")]);

        await Knowledge.RemoveAsync(Bot.Id, ["a.md", "never-was.md"]);

        Assert.Equal(["Tea is green."], (await FindAsync("tea")).Select(p => p.Content));
        Assert.Equal(["b.md"], (await Knowledge.ReadFilesAsync(Bot.Id, None)).Select(f => f.Path));
        Assert.Single(await Knowledge.FindAsync(Other, ["tea"], 10, None));
    }

    [Fact]
    public async Task An_assistant_that_is_gone_takes_all_of_it_along()
    {
        await PutAsync("a.md", Piece("Tea costs three euros."));
        await Knowledge.PutAsync(Other, new KnowledgeFile("a.md", 10, Noon), [Piece("Tea is black.")]);

        await Knowledge.KeepOnlyAsync([Bot.Id]);
        Assert.Single(await FindAsync("tea"));
        Assert.Empty(await Knowledge.FindAsync(Other, ["tea"], 10, None));
        Assert.Empty(await Knowledge.ReadFilesAsync(Other, None));
        await Knowledge.KeepOnlyAsync([]);

        Assert.Empty(await FindAsync("tea"));
    }

    [Fact]
    public async Task Embeddings_are_made_once_for_each_model_and_go_with_the_piece_that_they_are_of()
    {
        await PutAsync("a.md", Piece("Tea costs three euros."), Piece("Milk is free."));
        var pieces = await Knowledge.ReadWithoutEmbeddingAsync("m", 10, None);
        Assert.Equal(["Tea costs three euros.", "Milk is free."], pieces.Select(p => p.Content));
        Assert.Single(await Knowledge.ReadWithoutEmbeddingAsync("m", 1, None));

        await Knowledge.SetEmbeddingsAsync("m", [new EmbeddedPiece(pieces[0], [0.6f, 0.8f])]);

        var embedded = Assert.Single(await Knowledge.ReadEmbeddedAsync(Bot.Id, "m", 10, None));
        Assert.Equal(("Tea costs three euros.", 0.6f, 0.8f), (embedded.Piece.Content, embedded.Vector[0], embedded.Vector[1]));
        Assert.Equal(["Milk is free."], (await Knowledge.ReadWithoutEmbeddingAsync("m", 10, None)).Select(p => p.Content));
        Assert.Empty(await Knowledge.ReadEmbeddedAsync(Bot.Id, "other", 10, None));
        Assert.Equal(2, (await Knowledge.ReadWithoutEmbeddingAsync("other", 10, None)).Count);
        // What was cut anew meanwhile is not what the vector was made of.
        await PutAsync("a.md", Piece("Tea costs four euros."));
        await Knowledge.SetEmbeddingsAsync("m", [new EmbeddedPiece(pieces[0], [0.6f, 0.8f])]);
        Assert.Empty(await Knowledge.ReadEmbeddedAsync(Bot.Id, "m", 10, None));
    }

    static KnowledgePiece Piece(string content, int from = 1, int to = 1, string? heading = null) => new(0, "", from, to, heading, content);

    Task PutAsync(string path, params KnowledgePiece[] pieces) => Knowledge.PutAsync(Bot.Id, new KnowledgeFile(path, 10, Noon), pieces);

    Task<IReadOnlyList<KnowledgePiece>> FindAsync(params string[] words) => Knowledge.FindAsync(Bot.Id, words, 10, None);

    async Task EmbedAsync(string model) =>
        await Knowledge.SetEmbeddingsAsync(model, [.. (await Knowledge.ReadWithoutEmbeddingAsync(model, 10, None)).Select(p => new EmbeddedPiece(p, [1]))]);
}
