using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.OpenAi;
using Confab.Inference.Engines.Remote;

namespace Confab.Tests.Inference.Remote;

/// <summary>OpenAI's chat completions.</summary>
sealed class OpenAiDialect : Dialect
{
    public override Uri BaseAddress(Uri server) => new(server, "/v1");

    public override Model Connect(RemoteModelOptions options, TimeProvider? time = null) => OpenAiEngine.Connect(options, time);

    public override IEnumerable<string> Begin(int promptTokens) => [Chunk(new { role = "assistant", content = "" }, null)];

    public override string Piece(string text) => Chunk(new { content = text }, null);

    public override IEnumerable<string> End(string reason, int promptTokens, int tokens) => [Finish(reason), Usage(promptTokens, tokens), Done];

    public override string Error(string kind, string message) => $"data: {ErrorBody(kind, message)}\n\n";

    public override string ErrorBody(string kind, string message) => Json(new { error = new { message, type = kind, code = (string?)null } });

    public static string Finish(string reason) => Chunk(new { }, reason);

    public static string Usage(int promptTokens, int tokens) => Event(new
    {
        id = "chat-1",
        @object = "chat.completion.chunk",
        created = 1,
        model = "far-away",
        choices = Array.Empty<object>(),
        usage = new { prompt_tokens = promptTokens, completion_tokens = tokens, total_tokens = promptTokens + tokens },
    });

    public static string Done => "data: [DONE]\n\n";

    public static string Chunk(object delta, string? reason) => Event(new
    {
        id = "chat-1",
        @object = "chat.completion.chunk",
        created = 1,
        model = "far-away",
        choices = new[] { new { index = 0, delta, finish_reason = reason } },
    });

    public static string Event(object value) => $"data: {Json(value)}\n\n";

    protected override int? Limit(JsonElement body) => body.TryGetProperty("max_tokens", out var limit) ? limit.GetInt32() : null;

    protected override IEnumerable<string> Stops(JsonElement body) => Texts(body, "stop");
}
