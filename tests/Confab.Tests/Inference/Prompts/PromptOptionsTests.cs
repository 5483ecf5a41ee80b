using System.Text.Json;
using Confab.Inference.Prompts;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Prompts;

public sealed class PromptOptionsTests
{
    const string Schema = """{"type":"object","properties":{"age":{"type":"integer"}}}""";

    [Fact]
    public void Every_wish_reaches_the_client()
    {
        var options = new PromptOptions
        {
            MaxTokens = 50,
            Temperature = 0.3f,
            TopP = 0.9f,
            TopK = 20,
            RepeatPenalty = 1.1f,
            StopSequences = ["\n\n", "###"],
            Seed = 7,
            Model = "tiny",
            Strategy = "speed-priority",
            SystemPrompt = "Be brief.",
            JsonSchema = JsonElement.Parse(Schema),
        }.ToChatOptions();

        Assert.Equal(50, options.MaxOutputTokens);
        Assert.Equal(0.3f, options.Temperature);
        Assert.Equal(0.9f, options.TopP);
        Assert.Equal(20, options.TopK);
        Assert.Equal(1.1f, Assert.IsType<float>(options.AdditionalProperties!["repeat_penalty"]));
        Assert.Equal(["\n\n", "###"], options.StopSequences!);
        Assert.Equal(7, options.Seed);
        Assert.Equal("tiny", options.ModelId);
        Assert.Equal("speed-priority", options.AdditionalProperties["strategy"]);
        Assert.Equal("Be brief.", options.Instructions);
        Assert.Equal(Schema, Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat).Schema.ToString());
    }

    [Fact]
    public void Every_option_there_is_has_a_place_in_the_test_above() =>
        Assert.Equal(11, typeof(PromptOptions).GetProperties().Count(property => property.CanWrite));

    [Fact]
    public void What_is_not_wished_is_left_to_the_engine()
    {
        var options = new PromptOptions().ToChatOptions();

        Assert.Equal(JsonSerializer.Serialize(new ChatOptions(), AIJsonUtilities.DefaultOptions), JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
    }

    [Fact]
    public void A_schema_outlives_its_document()
    {
        PromptOptions options;
        using (var document = JsonDocument.Parse(Schema)) options = new() { JsonSchema = document.RootElement };

        Assert.Equal(Schema, ((ChatResponseFormatJson)options.ToChatOptions().ResponseFormat!).Schema.ToString());
    }

    public static TheoryData<string, PromptOptions> Mistakes => new()
    {
        { nameof(PromptOptions.MaxTokens), new() { MaxTokens = 0 } },
        { nameof(PromptOptions.Temperature), new() { Temperature = -0.1f } },
        { nameof(PromptOptions.Temperature), new() { Temperature = 2.1f } },
        { nameof(PromptOptions.Temperature), new() { Temperature = float.NaN } },
        { nameof(PromptOptions.TopP), new() { TopP = 0 } },
        { nameof(PromptOptions.TopP), new() { TopP = 1.1f } },
        { nameof(PromptOptions.TopK), new() { TopK = -1 } },
        { nameof(PromptOptions.RepeatPenalty), new() { RepeatPenalty = 0 } },
        { nameof(PromptOptions.StopSequences), new() { StopSequences = ["a", ""] } },
        { nameof(PromptOptions.StopSequences), new() { StopSequences = null! } },
        { nameof(PromptOptions.Model), new() { Model = " " } },
        { nameof(PromptOptions.Strategy), new() { Strategy = "" } },
        { nameof(PromptOptions.SystemPrompt), new() { SystemPrompt = "\n" } },
        { nameof(PromptOptions.JsonSchema), new() { JsonSchema = JsonElement.Parse("[1]") } },
        { nameof(PromptOptions.JsonSchema), new() { JsonSchema = default(JsonElement) } },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_is_named(string option, PromptOptions options)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(options.ToChatOptions);

        Assert.Equal(option, refusal.ParamName);
        Assert.StartsWith($"{option} must be ", refusal.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChatPrompt("hi", options));
    }

    [Fact]
    public void The_limits_themselves_are_allowed() => new PromptOptions
    {
        MaxTokens = 1,
        Temperature = 2,
        TopP = 1,
        TopK = 0,
        RepeatPenalty = 10,
        JsonSchema = JsonElement.Parse("true"),
    }.Validate();
}
