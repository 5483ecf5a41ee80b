using Confab.Inference.Catalog;
using Confab.Tests.Inference.Llama;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference;

/// <summary>What every engine must do, whatever runs behind it.</summary>
public abstract class EngineContract
{
    static readonly ChatMessage s_question = new(ChatRole.User, "python");

    /// <summary>A model that answers every question with one text of at least eight words, always the same.</summary>
    private protected abstract Task<EngineUnderTest> StartAsync();

    [Fact]
    public async Task The_pieces_join_to_the_whole_answer()
    {
        await using var engine = await StartAsync();

        var answer = await AskAsync(engine, new());
        var whole = await engine.Model.Client.GetResponseAsync([s_question], Options(new()));

        Assert.Equal(engine.Text, answer.Text);
        Assert.Equal(engine.Text, whole.Text);
        Assert.InRange(answer.Pieces.Count, 2, engine.Text.Length);
        Assert.All(answer.Pieces, piece => Assert.NotEmpty(piece.Text));
    }

    [Fact]
    public async Task One_reason_to_finish_comes_and_nothing_after_it()
    {
        await using var engine = await StartAsync();

        var updates = await UpdatesAsync(engine, new());

        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Single(updates, update => update.FinishReason is not null);
    }

    [Fact]
    public async Task One_usage_comes_with_the_end_and_counts_what_the_pieces_count()
    {
        await using var engine = await StartAsync();

        var updates = await UpdatesAsync(engine, new());

        Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>());
        var answer = new Answer(updates);
        Assert.InRange(answer.Usage.InputTokenCount!.Value, 1, 1000);
        Assert.Equal(answer.PieceTokens, answer.Usage.OutputTokenCount);
        Assert.Equal(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task An_answer_ends_at_its_limit_of_tokens()
    {
        await using var engine = await StartAsync();

        var answer = await AskAsync(engine, new() { MaxOutputTokens = 3 });

        Assert.Equal(3, answer.Usage.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.NotEmpty(answer.Text);
        Assert.StartsWith(answer.Text, engine.Text, StringComparison.Ordinal);
        Assert.True(answer.Text.Length < engine.Text.Length);
    }

    [Fact]
    public async Task An_answer_ends_before_a_stop_sequence()
    {
        await using var engine = await StartAsync();
        var middle = engine.Text.Length / 2;
        var stop = engine.Text[middle..(middle + 5)];

        var answer = await AskAsync(engine, new() { StopSequences = [stop] });

        Assert.Equal(engine.Text[..engine.Text.IndexOf(stop, StringComparison.Ordinal)], answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Fact]
    public async Task Cancelling_half_way_ends_it_with_the_callers_own_token()
    {
        await using var engine = await StartAsync();
        using var stop = new CancellationTokenSource();
        await using var updates = engine.Model.Client.GetStreamingResponseAsync([s_question], Options(new()), stop.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        await stop.CancelAsync();

        var end = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => { while (await updates.MoveNextAsync()) { } });
        Assert.Equal(stop.Token, end.CancellationToken);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_says_nothing()
    {
        await using var engine = await StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Model.AskAsync([s_question], Options(new()), new(canceled: true)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Less_than_one_token_is_no_limit(int limit)
    {
        await using var engine = await StartAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AskAsync(engine, new() { MaxOutputTokens = limit }));
    }

    [Fact]
    public async Task The_model_counts_tokens()
    {
        await using var engine = await StartAsync();

        Assert.Equal(0, engine.Model.CountTokens(""));
        Assert.True(engine.Model.CountTokens(engine.Text) > engine.Model.CountTokens("a word"));
        Assert.True(engine.Model.CountPromptTokens([s_question]) > 0);
    }

    static async Task<Answer> AskAsync(EngineUnderTest engine, ChatOptions options) => new(await UpdatesAsync(engine, options));

    static async Task<List<ChatResponseUpdate>> UpdatesAsync(EngineUnderTest engine, ChatOptions options)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in engine.Model.Client.GetStreamingResponseAsync([s_question], Options(options), TestTime.Deadline())) updates.Add(update);
        return updates;
    }

    static ChatOptions Options(ChatOptions options)
    {
        options.Temperature = 0;
        return options;
    }
}

/// <param name="Text">What it answers.</param>
sealed record EngineUnderTest(Model Model, string Text, params IReadOnlyList<object> Resources) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        foreach (var resource in Resources)
        {
            if (resource is IAsyncDisposable later) await later.DisposeAsync();
            else ((IDisposable)resource).Dispose();
        }
    }
}
