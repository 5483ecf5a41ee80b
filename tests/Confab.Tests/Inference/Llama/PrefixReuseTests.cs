using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

public sealed class PrefixReuseTests
{
    static readonly string s_rules = string.Concat(Enumerable.Range(0, 30).Select(i => $"rule {i} is good. "));

    [Fact]
    public async Task A_conversation_that_goes_on_computes_only_what_is_new()
    {
        using var file = TestModel.Scripted("the answer");
        await using var model = await file.LoadAsync(new() { ContextLength = 1024 });
        List<ChatMessage> conversation = [new(ChatRole.System, s_rules), Ask.User("first")];

        var first = await model.AskAsync(conversation);
        conversation.AddRange([new(ChatRole.Assistant, "the answer"), Ask.User("second")]);
        await model.AskAsync("somebody else asks something else meanwhile");
        var second = await model.AskAsync(conversation);

        Assert.Equal(0, first.Usage.CachedInputTokenCount);
        // All but what the script's own tokens spell differently: the answer and what follows it.
        Assert.Equal(first.Usage.InputTokenCount, second.Usage.CachedInputTokenCount);
        Assert.Equal("the answer", second.Text);
    }

    [Fact]
    public async Task The_same_prompt_again_computes_one_token()
    {
        using var file = TestModel.Endless();
        await using var model = await file.LoadAsync(new() { ContextLength = 1024 });

        var first = await model.AskAsync(s_rules, Ask.Greedy(50));
        var second = await model.AskAsync(s_rules, Ask.Greedy(50));

        Assert.Equal(second.Usage.InputTokenCount - 1, second.Usage.CachedInputTokenCount);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public async Task Instructions_that_many_share_at_once_are_computed_once()
    {
        using var file = TestModel.Endless();
        await using var alone = await file.LoadAsync(new() { ContextLength = 1024, Slots = 1 });
        await using var model = await file.LoadAsync(new() { ContextLength = 1024, Slots = 6, BatchSize = 128 });
        var prompts = Enumerable.Range(0, 6)
            .Select(i => new[] { new ChatMessage(ChatRole.System, s_rules), Ask.User($"question {(char)('a' + i)}") })
            .ToArray();
        var shared = model.CountPromptTokens([new(ChatRole.System, s_rules)]) - 20;

        var answers = await Task.WhenAll(prompts.Select(prompt => model.AskAsync(prompt, Ask.Greedy(40))));

        Assert.Single(answers, answer => answer.Usage.CachedInputTokenCount == 0);
        Assert.Equal(5, answers.Count(answer => answer.Usage.CachedInputTokenCount >= shared));
        for (var i = 0; i < prompts.Length; i++)
            Assert.Equal((await alone.AskAsync(prompts[i], Ask.Greedy(40))).Text, answers[i].Text);
    }
}
