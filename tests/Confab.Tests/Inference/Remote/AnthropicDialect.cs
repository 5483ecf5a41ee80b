using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Anthropic;
using Confab.Inference.Engines.Remote;

namespace Confab.Tests.Inference.Remote;

/// <summary>Anthropic's Messages API.</summary>
sealed class AnthropicDialect : Dialect
{
    public override Uri BaseAddress(Uri server) => server;

    public override Model Connect(RemoteModelOptions options, TimeProvider? time = null) => AnthropicEngine.Connect(options, time);

    public override IEnumerable<string> Begin(int promptTokens) =>
    [
        Event("message_start", new
        {
            type = "message_start",
            message = new
            {
                id = "msg-1",
                type = "message",
                role = "assistant",
                model = "far-away",
                content = Array.Empty<object>(),
                stop_reason = (string?)null,
                stop_sequence = (string?)null,
                usage = new { input_tokens = promptTokens, output_tokens = 1 },
            },
        }),
        Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } }),
        Event("ping", new { type = "ping" }),
    ];

    public override string Piece(string text) =>
        Event("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text } });

    public override IEnumerable<string> End(string reason, int promptTokens, int tokens) =>
    [
        Event("content_block_stop", new { type = "content_block_stop", index = 0 }),
        Event("message_delta", new
        {
            type = "message_delta",
            delta = new { stop_reason = reason == "length" ? "max_tokens" : "end_turn", stop_sequence = (string?)null },
            usage = new { output_tokens = tokens },
        }),
        Event("message_stop", new { type = "message_stop" }),
    ];

    public override string Error(string kind, string message) => $"event: error\ndata: {ErrorBody(kind, message)}\n\n";

    public override string ErrorBody(string kind, string message) => Json(new { type = "error", error = new { type = kind, message } });

    protected override int? Limit(JsonElement body) => body.GetProperty("max_tokens").GetInt32();

    protected override IEnumerable<string> Stops(JsonElement body) => Texts(body, "stop_sequences");

    static string Event(string name, object value) => $"event: {name}\ndata: {Json(value)}\n\n";
}
