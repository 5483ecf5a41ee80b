using System.Text.Json.Nodes;
using Confab.Inference.Llama;
using Confab.Protocol;
using Confab.Tests.Inference.Llama;
using Confab.Tests.Support;

namespace Confab.Tests.Generations;

/// <summary>A real model behind the whole server.</summary>
public class LlamaCompletionTests
{
    static readonly string Script = string.Concat(Enumerable.Range(1, 60).Select(n => $"line {n}: naïve 日本 🙂👍🏽.\n")) + "end";

    [Fact]
    public async Task A_stream_is_the_models_answer_byte_for_byte_and_so_is_the_whole()
    {
        using var file = TestModel.Scripted(Script);
        await using var app = await StartAsync(file);
        using var api = new Api(app);
        var body = $$"""{"temperature":0,"max_tokens":{{Limits.MaxTokens}},"stream_options":{"include_usage":true},"stream":true,"messages":[{"role":"user","content":"go on"}]}""";

        using var stream = await api.StreamAsync("/v1/chat/completions", body);
        var chunks = (await stream.DataToTheEndAsync())[..^1].Select(c => JsonNode.Parse(c)!).ToList();
        var whole = await api.PostAsync("/v1/chat/completions", body.Replace("\"stream_options\":{\"include_usage\":true},\"stream\":true,", "", StringComparison.Ordinal));

        Assert.Equal(Script, string.Concat(chunks.SelectMany(c => c["choices"]!.AsArray()).Select(c => (string?)c!["delta"]!["content"])));
        Assert.Equal(Script, (string?)whole.Json["choices"]![0]!["message"]!["content"]);
        Assert.Equal("stop", (string?)whole.Json["choices"]![0]!["finish_reason"]);
        Assert.InRange((int)chunks[^1]["usage"]!["completion_tokens"]!, file.ScriptTokens, file.ScriptTokens + 1);
        Assert.True((int)whole.Json["usage"]!["prompt_tokens_details"]!["cached_tokens"]! > 0);
    }

    [Fact]
    public async Task A_completion_goes_on_from_the_bare_prompt_without_a_template()
    {
        using var file = TestModel.Scripted("and nothing else");
        await using var app = await StartAsync(file);
        using var api = new Api(app);

        var raw = (await api.PostAsync("/v1/completions", """{"temperature":0,"prompt":"x"}""")).Json;
        var chat = (await api.PostAsync("/v1/chat/completions", """{"temperature":0,"messages":[{"role":"user","content":"x"}]}""")).Json;

        Assert.Equal("and nothing else", (string?)raw["choices"]![0]!["text"]);
        Assert.True((int)raw["usage"]!["prompt_tokens"]! < (int)chat["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_answer_before_it()
    {
        using var file = TestModel.Scripted("one two three");
        await using var app = await StartAsync(file);
        using var api = new Api(app);

        var answer = (await api.PostAsync("/v1/chat/completions", """{"temperature":0,"stop":" three","messages":[{"role":"user","content":"x"}]}""")).Json;

        Assert.Equal(("one two", "stop"), ((string?)answer["choices"]![0]!["message"]!["content"], (string?)answer["choices"]![0]!["finish_reason"]));
    }

    static async Task<ChatApplication> StartAsync(TestModel file)
    {
        var model = await file.LoadAsync(new LlamaOptions { ContextLength = 8192, Slots = 1 });
        return await ChatApplication.StartAsync(o => o with { Models = [model] });
    }
}
