using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

public sealed class SamplingTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_answer_and_another_seed_another()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });

        var first = await model.AskAsync("hello", Seeded(7));
        var again = await model.AskAsync("hello", Seeded(7));
        var other = await model.AskAsync("hello", Seeded(8));

        Assert.Equal(first.Text, again.Text);
        Assert.NotEqual(first.Text, other.Text);
    }

    [Fact]
    public async Task A_penalty_for_repeating_changes_an_answer_that_repeats()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });
        var penalised = Ask.Greedy(100);
        penalised.AdditionalProperties = new() { ["repeat_penalty"] = 1.5f };

        var free = await model.AskAsync("hello", Ask.Greedy(100));
        var answer = await model.AskAsync("hello", penalised);

        Assert.True(Distinct(answer) > Distinct(free), $"{Distinct(answer)} pieces, {Distinct(free)} without the penalty");
    }

    [Fact]
    public async Task Values_out_of_their_limits_are_refused()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 512 });

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.AskAsync("hello", new ChatOptions { Temperature = -1 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.AskAsync("hello", new ChatOptions { TopP = 2 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.AskAsync("hello", new ChatOptions { Temperature = float.NaN }));
    }

    static ChatOptions Seeded(long seed) => new() { Temperature = 1, Seed = seed, MaxOutputTokens = 40 };

    static int Distinct(Answer answer) => answer.Pieces.Select(piece => piece.Text).Distinct().Count();
}
