using Confab.Inference.Prompts;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Prompts;

public sealed class PromptingTests
{
    [Fact]
    public async Task An_answer_comes_piece_by_piece()
    {
        using var client = new Acts(Acts.Says("Hel", "lo", "!"));

        Assert.Equal(["Hel", "lo", "!"], await client.StreamAsync("hi", new() { MaxTokens = 9 }).AllAsync());
        Assert.Equal(9, client.Asked[0]!.MaxOutputTokens);
        Assert.Equal(("user", "hi"), (client.Messages[0].Role.Value, client.Messages[0].Text));
    }

    [Fact]
    public async Task A_conversation_is_asked_as_it_is()
    {
        using var client = new Acts(Acts.Says("ok"));
        ChatMessage[] conversation = [new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.User, "c")];

        Assert.Equal("ok", await client.QuickAsync(conversation, new() { Temperature = 0 }));
        Assert.Equal(conversation, client.Messages);
        Assert.Equal(0, client.Asked[0]!.Temperature);
    }

    [Fact]
    public void A_mistake_is_refused_before_anything_is_asked()
    {
        using var client = new Acts(Acts.Says("ok"));

        Assert.Throws<ArgumentException>(() => client.StreamAsync(" "));
        Assert.Throws<ArgumentException>(() => client.StreamAsync(Array.Empty<ChatMessage>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.StreamAsync("hi", new() { MaxTokens = 0 }));
        Assert.Equal(0, client.Calls);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_and_the_answer()
    {
        using var client = new Acts(Acts.Hangs());
        using var stop = new CancellationTokenSource();
        var reading = client.StreamAsync("hi", cancellationToken: stop.Token).AllAsync();
        await TestTime.UntilAsync(() => client.Open == 1, "it is asked");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        Assert.Equal(0, client.Open);
    }

    [Fact]
    public async Task Leaving_half_way_ends_the_answer()
    {
        using var client = new Acts(Acts.Says("a", "b"));

        await foreach (var _ in client.StreamAsync("hi")) break;

        Assert.Equal(0, client.Open);
    }
}
