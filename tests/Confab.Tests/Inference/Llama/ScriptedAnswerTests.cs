using Confab.TestModels;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

public sealed class ScriptedAnswerTests
{
    const string Script =
        """
        Of course! FastAPI is a fine choice: it is fast, it is small, and it is the one that I would take.

        ```python
        app = FastAPI()  # the app, the only app
        ```
        Grüße 🙂🙂 from 日本 and the the the end. 👩‍👩‍👧
        """;

    [Fact]
    public async Task A_scripted_model_answers_exactly_its_script_and_then_stops()
    {
        using var file = TestModel.Scripted(Script);
        await using var model = await file.LoadAsync();

        var answer = await model.AskAsync("What is the best web framework?");

        Assert.Equal(Script, answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(file.ScriptTokens, answer.Usage.OutputTokenCount);
        Assert.Equal(file.ScriptTokens, answer.PieceTokens);
    }

    [Theory]
    [InlineData(WeightType.F16)]
    [InlineData(WeightType.Q8_0)]
    [InlineData(WeightType.Q4_0)]
    public async Task Every_way_of_storing_weights_gives_the_same_script(WeightType weights)
    {
        using var file = TestModel.Scripted(Script, new() { Weights = weights });
        await using var model = await file.LoadAsync();

        Assert.Equal(Script, (await model.AskAsync("hello")).Text);
    }

    [Fact]
    public async Task The_script_does_not_depend_on_what_was_said_before()
    {
        using var file = TestModel.Scripted(Script);
        await using var model = await file.LoadAsync();
        ChatMessage[] conversation =
        [
            new(ChatRole.System, "You are a bot. " + new string('x', 700)),
            Ask.User("hello the model 🙂"),
            new(ChatRole.Assistant, Script[..40]),
            Ask.User("go on " + string.Join(' ', Enumerable.Repeat("and on", 100))),
        ];

        Assert.InRange(model.CountPromptTokens(conversation), 1400, 1700);
        Assert.Equal(Script, (await model.AskAsync(conversation)).Text);
    }

    [Fact]
    public async Task A_script_of_thousands_of_tokens_comes_whole()
    {
        var script = string.Concat(Enumerable.Range(0, 140).Select(i => $"Line {i} of the long answer.\n"));
        using var file = TestModel.Scripted(script);
        await using var model = await file.LoadAsync(new() { ContextLength = file.ScriptTokens + 200, Slots = 1 });

        var answer = await model.AskAsync("go", Ask.Greedy(100_000));

        Assert.InRange(file.ScriptTokens, 2_500, 4_000);
        Assert.Equal(script, answer.Text);
    }

    [Fact]
    public async Task Half_a_character_is_never_shown()
    {
        using var file = TestModel.Scripted("a🙂b👩‍👩‍👧日c");
        await using var model = await file.LoadAsync();

        var answer = await model.AskAsync("hello");

        Assert.Equal("a🙂b👩‍👩‍👧日c", answer.Text);
        Assert.All(answer.Pieces, piece => Assert.DoesNotContain('\uFFFD', piece.Text));
        Assert.All(answer.Pieces, piece => Assert.False(char.IsHighSurrogate(piece.Text[^1])));
    }

    [Fact]
    public async Task Half_a_character_at_the_very_end_becomes_the_replacement_character()
    {
        using var file = TestModel.Scripted("a🙂");
        await using var model = await file.LoadAsync();

        var answer = await model.AskAsync("hello", Ask.Greedy(maxTokens: 3));

        Assert.Equal("a\uFFFD", answer.Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
    }

    [Fact]
    public async Task A_model_tells_what_it_is()
    {
        using var file = TestModel.Scripted("hi");
        await using var model = await file.LoadAsync();

        Assert.Equal("tiny", model.Id);
        Assert.Equal("tiny-scripted", model.Name);
        Assert.Equal("llama", model.Engine);
        Assert.Equal(4096, model.ContextLength);
        Assert.Equal(new FileInfo(file.Path).Length, model.Card.SizeBytes);
        Assert.Equal(5, model.CountTokens("hello"));
    }
}
