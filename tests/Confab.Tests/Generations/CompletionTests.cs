using System.Net;
using System.Text.Json.Nodes;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Generations;

public class CompletionTests
{
    const string Path = "/v1/completions";

    [Fact]
    public async Task A_prompt_is_continued_as_it_stands()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, """{"prompt":"Once upon","max_tokens":3,"stop":" end","echo":true,"logprobs":null}""");
        var speech = await model.NextAsync();
        speech.Say(" a time").Finish(ChatFinishReason.Length, new() { InputTokenCount = 2, OutputTokenCount = 3 });
        var answer = await asking;

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("cmpl-", (string?)answer.Json["id"], StringComparison.Ordinal);
        Assert.Equal("text_completion", (string?)answer.Json["object"]);
        Assert.Equal("""[{"index":0,"text":"Once upon a time","finish_reason":"length","logprobs":null}]""", answer.Json["choices"]!.ToJsonString());
        Assert.Equal("""{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5}""", answer.Json["usage"]!.ToJsonString());
        Assert.Equal(("Once upon", true, 3, " end"), (speech.Prompt.Single().Text, speech.Options!.AdditionalProperties!["raw_prompt"], speech.Options.MaxOutputTokens, speech.Options.StopSequences!.Single()));
    }

    [Fact]
    public async Task Several_prompts_are_several_choices_and_one_bill()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.PostAsync(Path, """{"prompt":["a","b"]}""");
        for (var i = 0; i < 2; i++)
        {
            var speech = await model.NextAsync();
            speech.Say(speech.Prompt.Single().Text + "!").Finish(usage: new() { InputTokenCount = 2, OutputTokenCount = 1 });
        }

        var answer = await asking;
        Assert.Equal([(0, "a!"), (1, "b!")], answer.Json["choices"]!.AsArray().Select(c => ((int)c!["index"]!, (string?)c["text"])));
        Assert.Equal((4, 2), ((int)answer.Json["usage"]!["prompt_tokens"]!, (int)answer.Json["usage"]!["completion_tokens"]!));
    }

    [Fact]
    public async Task A_stream_tells_each_prompts_pieces_under_its_index()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        using var api = new Api(app);

        var asking = api.StreamAsync(Path, """{"stream":true,"echo":true,"prompt":["a","b"]}""");
        (await model.NextAsync()).Say("1").Finish();
        (await model.NextAsync()).Say("2").Finish();
        using var stream = await asking;
        var chunks = await stream.DataToTheEndAsync();

        Assert.Equal("[DONE]", chunks[^1]);
        Assert.Equal(
            [(0, "a", null), (0, "1", null), (0, "", "stop"), (1, "b", null), (1, "2", null), (1, "", "stop")],
            chunks[..^1].Select(c => JsonNode.Parse(c)!["choices"]![0]!).Select(c => ((int)c["index"]!, (string?)c["text"], (string?)c["finish_reason"])));
    }

    [Theory]
    [InlineData("prompt", "{}")]
    [InlineData("prompt", """{"prompt":""}""")]
    [InlineData("prompt", """{"prompt":[]}""")]
    [InlineData("prompt", """{"prompt":[1,2,3]}""")]
    [InlineData("prompt", """{"prompt":[[1,2],[3]]}""")]
    [InlineData("prompt", """{"prompt":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"]}""")]
    [InlineData("suffix", """{"prompt":"x","suffix":"y"}""")]
    [InlineData("best_of", """{"prompt":"x","best_of":2}""")]
    [InlineData("n", """{"prompt":"x","n":2}""")]
    [InlineData("logprobs", """{"prompt":"x","logprobs":0}""")]
    public async Task What_cannot_be_met_is_refused_with_the_fields_name(string param, string body)
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        var answer = await api.PostAsync(Path, body);

        Assert.Equal((HttpStatusCode.BadRequest, param, null), (answer.Status, (string?)answer.Error["param"], (string?)answer.Error["code"]));
    }
}
