using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What is kept, and what makes room.</summary>
public abstract partial class MemoryStoreContract
{
    [Fact]
    public async Task New_words_of_a_topic_take_the_old_ones_place_and_the_same_words_are_kept_once()
    {
        var first = Of(Ada, "Ada is 25") with { Topic = "age" };
        await KeepAsync(first);
        await KeepAsync(Of(Ada, "Ada knows Rust"));

        var changed = Assert.Single(await KeepAsync(Of(Ada, "Ada is 26") with { Topic = "age" }));
        Assert.Empty(await KeepAsync(Of(Ada, "Ada is 26") with { Topic = "age" }));
        Assert.Empty(await KeepAsync(Of(Ada, "Ada knows Rust")));

        Assert.Equal((first.Id, "Ada is 26"), (changed.Id, changed.Content));
        Assert.Equal(["Ada is 26", "Ada knows Rust"], (await ListAsync(Ada)).Select(m => m.Memory.Content).Order());
        Assert.Empty(await FindAsync(In(Chat, RoomKind.Chat, Ada), "25"));
        Assert.Single(await KeepAsync(Of(Ben, "Ben is 30") with { Topic = "age" }));
    }

    [Fact]
    public async Task Of_episodes_the_least_important_go_then_the_oldest_and_nobody_elses()
    {
        await KeepAsync(Episode(Ben, 0, 1));
        for (var i = 0; i < MemoryLimits.Episodic; i++) await KeepAsync(Episode(Ada, i, importance: i == 7 ? 7 : 9));

        await KeepAsync(Episode(Ada, 100, importance: 9));
        Assert.DoesNotContain("Ada did 7", await ContentsAsync());
        await KeepAsync(Episode(Ada, 101, importance: 9));
        Assert.DoesNotContain("Ada did 0", await ContentsAsync());
        Assert.Empty(await KeepAsync(Episode(Ada, 102, importance: 8)));

        Assert.Equal(MemoryLimits.Episodic, (await ContentsAsync()).Count);
        Assert.Single(await ListAsync(Ben));

        async Task<IReadOnlyList<string>> ContentsAsync() => [.. (await ListAsync(Ada)).Select(m => m.Memory.Content)];
    }

    [Fact]
    public async Task Of_facts_the_one_that_was_not_used_for_longest_goes()
    {
        var all = Enumerable.Range(0, MemoryLimits.LongTerm).Select(i => Of(Ada, $"fact number {i}") with { UpdatedAt = Noon.AddSeconds(i) }).ToList();
        await Memories.KeepAsync([.. all.Select(m => new NewMemory(m, []))]);
        await Memories.MarkUsedAsync([all[0].Id], Noon.AddDays(1));

        await KeepAsync(Of(Ada, "one more") with { UpdatedAt = Noon.AddDays(2) });

        Assert.NotNull(await Memories.FindAsync(Ada.Id, all[0].Id, None));
        Assert.Null(await Memories.FindAsync(Ada.Id, all[1].Id, None));
        Assert.NotNull(await Memories.FindAsync(Ada.Id, all[2].Id, None));
        Assert.Equal((1, Noon.AddDays(1)), (await Memories.FindAsync(Ada.Id, all[0].Id, None))!.Memory is var used ? (used.Uses, used.LastUsedAt) : default);
    }

    [Fact]
    public async Task Somebody_who_is_not_in_a_room_is_not_remembered_there()
    {
        Assert.Empty(await KeepAsync(Of(Eve, "Eve is away") with { Scope = MemoryScope.Room, Room = Den }));
        Assert.Single(await KeepAsync(Of(Ben, "Ben is away") with { Scope = MemoryScope.Room, Room = Den }));
    }

    [Fact]
    public async Task Embeddings_are_made_once_and_go_with_the_words_that_they_are_of()
    {
        var tea = Of(Ada, "Ada likes green tea") with { Topic = "tea" };
        await KeepAsync(tea);
        Assert.Equal([tea.Id], (await Memories.ReadWithoutEmbeddingAsync("m", 10, None)).Select(m => m.Id));

        await Memories.SetEmbeddingsAsync("m", [new(tea, [0.6f, 0.8f])]);

        Assert.Empty(await Memories.ReadWithoutEmbeddingAsync("m", 10, None));
        Assert.Single(await Memories.ReadWithoutEmbeddingAsync("other", 10, None));
        var question = new MemoryQuestion(Bot.Id, In(Chat, RoomKind.Chat, Ada), Ada.Id);
        var embedded = Assert.Single(await Memories.ReadEmbeddedAsync(question, "m", 10, None));
        Assert.Equal((0.6f, 0.8f), (embedded.Vector[0], embedded.Vector[1]));
        Assert.Empty(await Memories.ReadEmbeddedAsync(question with { Audience = In(Pair, RoomKind.Direct, Ada, Ben) }, "m", 10, None));
        await KeepAsync(Of(Ada, "Ada likes coffee") with { Topic = "tea" });
        Assert.Empty(await Memories.ReadEmbeddedAsync(question, "m", 10, None));
        await Memories.SetEmbeddingsAsync("m", [new(tea, [0.6f, 0.8f])]);
        Assert.Empty(await Memories.ReadEmbeddedAsync(question, "m", 10, None));
    }
}
