using System.Text.Json;
using System.Text.RegularExpressions;
using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Microsoft.Extensions.AI;
using NJsonSchema;

namespace Confab.Tests.Inference.Llama.Grammars;

/// <summary>
/// Models with random weights, asked with as much chance as there is: whatever they write has to fit the schema, and a
/// validator that knows nothing of grammars says whether it does.
/// </summary>
public sealed partial class SchemaAnswerTests(SchemaAnswerTests.WildModel wild) : IClassFixture<SchemaAnswerTests.WildModel>
{
    const int Seeds = 16;

    readonly Model _model = wild.Model;

    public static TheoryData<string, string> Schemas => new()
    {
        { "an object with required and optional properties", """{"type":"object","properties":{"name":{"type":"string","maxLength":6},"age":{"type":"integer","minimum":0,"maximum":130},"nick":{"type":"string","maxLength":3}},"required":["name","age"],"additionalProperties":false}""" },
        { "an object with nothing but optional properties", """{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"boolean"},"c":{"type":"null"},"d":{"enum":[1,2]}}}""" },
        { "an object with properties that it does not name", """{"type":"object","properties":{"a":{"type":"boolean"},"ab":{"type":"null"}},"required":["a"],"additionalProperties":{"type":"integer"}}""" },
        { "a required property that is not described", """{"type":"object","properties":{"a":{"type":"null"}},"required":["b"]}""" },
        { "an array of two to four", """{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":4}""" },
        { "an array of up to three", """{"type":"array","items":{"type":"boolean"},"maxItems":3}""" },
        { "an empty array", """{"type":"array","maxItems":0}""" },
        { "a string of two to five characters", """{"type":"string","minLength":2,"maxLength":5}""" },
        { "a string of exactly one character", """{"type":"string","minLength":1,"maxLength":1}""" },
        { "strings and numbers to choose from", """{"enum":["red","grün 🙂","a \"quoted\" \\ one\n",7,-1.5,null,true,{"x":[1,2]}]}""" },
        { "choices of one type only", """{"type":["string","null"],"enum":["a",1,null]}""" },
        { "one of several shapes", """{"anyOf":[{"type":"integer"},{"type":"object","properties":{"kind":{"enum":["b"]}},"required":["kind"],"additionalProperties":false},{"type":"null"}]}""" },
        { "shapes that share a part", """{"type":"object","properties":{"id":{"type":"integer"}},"required":["id","kind"],"anyOf":[{"properties":{"kind":{"enum":["a"]}}},{"properties":{"kind":{"enum":["b"]},"size":{"type":"boolean"}},"required":["size"]}]}""" },
        { "shapes that hold together", """{"allOf":[{"type":"object","properties":{"a":{"type":"boolean"}},"required":["a"]},{"properties":{"b":{"type":"null"}},"required":["b"]}]}""" },
        { "a tree that refers to itself", """{"definitions":{"node":{"type":"object","properties":{"value":{"type":"boolean"},"children":{"type":"array","items":{"$ref":"#/definitions/node"},"maxItems":2}},"required":["value"],"additionalProperties":false}},"type":"object","properties":{"root":{"$ref":"#/definitions/node"}},"required":["root"]}""" },
        { "a list that refers to its root", """{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"],"additionalProperties":false}""" },
        { "several types", """{"type":["integer","null","boolean"]}""" },
        { "whole numbers between bounds", """{"type":"integer","minimum":-17,"maximum":2345}""" },
        { "whole numbers beyond a bound", """{"type":"integer","exclusiveMinimum":97}""" },
        { "a share of one", """{"type":"number","minimum":0,"maximum":1}""" },
        { "a decimal below zero", """{"type":"number","minimum":-12.5,"maximum":-3}""" },
        { "a word by its pattern", """{"type":"string","pattern":"^[a-f]{2,4}-(x|yz)\\d+?\\.?$"}""" },
        { "characters that JSON escapes, by a pattern", """{"type":"string","pattern":"^[^a-z\"]{3}[\\\\\"]$"}""" },
        { "a day", """{"type":"string","format":"date"}""" },
        { "a moment", """{"type":"string","format":"date-time"}""" },
        { "an id", """{"type":"string","format":"uuid"}""" },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Every_whole_answer_fits_its_schema(string what, string schema)
    {
        var validator = await JsonSchema.FromJsonAsync(ByUnits(schema));

        var answers = await Task.WhenAll(Enumerable.Range(0, Seeds).Select(seed => _model.AskAsync("go", Wild(seed, schema))));

        var whole = answers.Where(answer => answer.FinishReason == ChatFinishReason.Stop).ToArray();
        Assert.True(whole.Length >= Seeds / 6, $"{what}: only {whole.Length} answers came to their end");
        Assert.All(whole, answer => Assert.True(validator.Validate(ByUnits(answer.Text)).Count == 0, $"{what}: {answer.Text}"));
        Assert.All(whole, answer => JsonDocument.Parse(answer.Text).Dispose());
    }

    [Fact]
    public async Task Without_a_schema_the_answer_is_any_json()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(seed => _model.AskAsync("go", Wild(seed, null))));

        var kinds = answers.Where(answer => answer.FinishReason == ChatFinishReason.Stop).Select(answer => Kind(answer.Text)).ToArray();
        Assert.InRange(kinds.Length, 15, 60);
        Assert.InRange(kinds.Distinct().Count(), 3, 7);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_beside_others_and_alone()
    {
        const string schema = """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string","maxLength":9}},"required":["a","b"]}""";
        await using var alone = await wild.File.LoadAsync(new() { Slots = 1, ContextLength = 768 });

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => _model.AskAsync("go", Wild(seed, schema))));

        for (var seed = 0; seed < together.Length; seed++)
            Assert.Equal((await alone.AskAsync("go", Wild(seed, schema))).Text, together[seed].Text);
        Assert.Equal(4, together.Select(answer => answer.Text).Distinct().Count());
    }

    [Fact]
    public async Task A_schema_that_cannot_be_kept_is_refused_before_anything_is_computed()
    {
        var loop = ((LlamaChatClient)_model.Client).Loop;
        var steps = loop.Steps;

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => _model.AskAsync("go", Wild(1, """{"properties":{"a":{"not":{}}}}""")));

        Assert.Equal("The JSON schema's 'not' at #/properties/a is not supported.", refusal.Message);
        Assert.Equal(steps, loop.Steps);
    }

    static ChatOptions Wild(long seed, string? schema) => new()
    {
        Temperature = 8,
        TopP = 1,
        TopK = 0,
        Seed = seed,
        MaxOutputTokens = 250,
        AdditionalProperties = new() { ["min_p"] = 0f },
        ResponseFormat = schema is null ? ChatResponseFormat.Json : ChatResponseFormat.ForJsonSchema(JsonDocument.Parse(schema).RootElement),
    };

    // The standard counts a string's characters; the validator counts UTF-16's units.
    static string ByUnits(string json) => Pairs().Replace(json, "§");

    [GeneratedRegex(@"[\ud800-\udbff][\udc00-\udfff]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex Pairs();

    static JsonValueKind Kind(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind;
    }

    public sealed class WildModel : IAsyncLifetime
    {
        internal TestModel File { get; } = TestModel.Wild();

        public Model Model { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Model = await File.LoadAsync(new() { Slots = 8, ContextLength = 768 });

        public async ValueTask DisposeAsync()
        {
            await Model.DisposeAsync();
            File.Dispose();
        }
    }
}
