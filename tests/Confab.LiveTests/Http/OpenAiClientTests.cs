using Confab.Client.Sockets;
using Confab.LiveTests.Support;
using Confab.Protocol;
using Confab.TestModels;

namespace Confab.LiveTests.Http;

/// <summary>OpenAI's own client against a served model.</summary>
public class OpenAiClientTests
{
    const string Script = "Exactly these bytes:\n- naïve café\n- 日本語 🙂👍🏽\nand nothing else.";

    [Fact]
    public async Task It_gets_the_models_answer_byte_for_byte_whole_and_as_a_stream()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, Script));

        var chat = await OpenAiClient.AskAsync(server.Address, "chat");
        var stream = await OpenAiClient.AskAsync(server.Address, "stream");
        var gathered = await OpenAiClient.AskAsync(server.Address, "gathered");

        Assert.Equal((Script, "assistant", "stop", "requested"), ((string?)chat["text"], (string?)chat["role"], (string?)chat["finish"], (string?)chat["strategy"]));
        Assert.Equal((Script, "stop"), ((string?)stream["text"], (string?)stream["finish"]));
        Assert.Equal((Script, "stop"), ((string?)gathered["text"], (string?)gathered["finish"]));
        var (read, written) = ((int)stream["usage"]!["prompt_tokens"]!, (int)stream["usage"]!["completion_tokens"]!);
        Assert.True(read > 0 && written > 20 && (int)stream["usage"]!["total_tokens"]! == read + written, stream.ToJsonString());
        Assert.Equal((read, written), ((int)chat["usage"]!["prompt_tokens"]!, (int)chat["usage"]!["completion_tokens"]!));
        Assert.True((int)stream["chunks"]! >= 4, stream.ToJsonString());
    }

    [Fact]
    public async Task It_frees_the_model_when_it_aborts()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.Write(path, new TinyModelOptions { PrintableOnly = true, ContextLength = 8192 }));

        var aborted = await OpenAiClient.AskAsync(server.Address, "abort");

        Assert.InRange((int)aborted["chunks"]!, 3, 50);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var socket = await SocketSession.ConnectAsync(new Uri(server.Address), deadline.Token);
        await socket.SendAsync(new HelloRequest("ada"), deadline.Token);
        while ((await ModelAsync(socket, deadline.Token)).Busy is not null) await Task.Delay(20, deadline.Token);
        // An answer that had come to its end would have been measured.
        Assert.Null((await ModelAsync(socket, deadline.Token)).Measured);
    }

    [Fact]
    public async Task It_gets_JSON_that_its_schema_allows()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, "{\"city\": \"Paris\"}"));

        Assert.Equal("""{"city":"Paris"}""", (await OpenAiClient.AskAsync(server.Address, "json")).ToJsonString());
    }

    [Fact]
    public async Task It_continues_texts_and_lists_the_models()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, Script));

        var completion = await OpenAiClient.AskAsync(server.Address, "completion");
        var models = await OpenAiClient.AskAsync(server.Address, "models");

        Assert.Equal(("go on" + Script, "stop"), ((string?)completion["text"], (string?)completion["finish"]));
        Assert.Equal(["tiny", "intents", "auto"], models["ids"]!.AsArray().Select(id => (string?)id));
        Assert.Equal("tiny", (string?)models["one"]);
    }

    [Fact]
    public async Task It_understands_every_refusal()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, Script));

        var errors = (await OpenAiClient.AskAsync(server.Address, "errors")).AsArray();

        Assert.Equal(
            [
                ("NotFoundError", 404, "model_not_found", "model"),
                ("BadRequestError", 400, null, "n"),
                ("BadRequestError", 400, "context_length_exceeded", "prompt"),
                ("BadRequestError", 400, null, "model"),
            ],
            errors.Select(e => ((string?)e!["kind"], (int)e["status"]!, (string?)e["code"], (string?)e["param"])));
        Assert.All(errors, e => Assert.Equal((true, "invalid_request_error"), ((bool)e!["isApiError"]!, (string?)e["type"])));
    }

    static async Task<ModelInfo> ModelAsync(SocketSession socket, CancellationToken stop)
    {
        await socket.SendAsync(new ListModelsRequest(), stop);
        while (await socket.ReceiveAsync(stop) is { } frame)
            if (frame is ModelList list) return list.Models[0];
        throw new EndOfStreamException("the socket closed");
    }
}
