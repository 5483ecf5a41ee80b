using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Streaming;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Remote;

/// <summary>How a service speaks, from the server's side.</summary>
abstract class Dialect
{
    public static readonly Dialect OpenAi = new OpenAiDialect();
    public static readonly Dialect Anthropic = new AnthropicDialect();

    public abstract Uri BaseAddress(Uri server);

    public abstract Model Connect(RemoteModelOptions options, TimeProvider? time = null);

    public abstract IEnumerable<string> Begin(int promptTokens);

    public abstract string Piece(string text);

    /// <param name="reason"><c>stop</c> or <c>length</c>.</param>
    public abstract IEnumerable<string> End(string reason, int promptTokens, int tokens);

    public abstract string Error(string kind, string message);

    public abstract string ErrorBody(string kind, string message);

    public Model Connect(FaultyEndpoint server, TimeProvider? time = null) => Connect(Options(server), time);

    public RemoteModelOptions Options(FaultyEndpoint server) => new() { BaseAddress = BaseAddress(server.Address), Model = "far-away", Id = "ours" };

    /// <summary>A whole answer in these pieces.</summary>
    public async Task SayAsync(Reply reply, params string[] pieces) =>
        await reply.EventsAsync([.. Begin(7), .. pieces.Select(Piece), .. End("stop", 7, pieces.Length)]);

    /// <summary>The first pieces; the rest is up to the test.</summary>
    public async Task BeginAsync(Reply reply, params string[] pieces) =>
        await reply.EventsAsync([.. Begin(7), .. pieces.Select(Piece)]);

    /// <summary>A model that says one text, word by word, and keeps to the limits that it is given.</summary>
    public Func<Reply, Task> Speaker(string text) => async reply =>
    {
        var words = Words(StopSequences.Cut(text, Stops(reply.Request.Body))).ToList();
        var limit = Limit(reply.Request.Body) ?? words.Count;
        await reply.EventsAsync(Begin(7));
        foreach (var word in words.Take(limit)) await reply.EventsAsync(Piece(word));
        await reply.EventsAsync(End(words.Count > limit ? "length" : "stop", 7, Math.Min(limit, words.Count)));
    };

    protected abstract int? Limit(JsonElement body);

    protected abstract IEnumerable<string> Stops(JsonElement body);

    protected static string Json(object value) => JsonSerializer.Serialize(value);

    protected static IEnumerable<string> Texts(JsonElement body, string name) =>
        body.TryGetProperty(name, out var list) ? list.EnumerateArray().Select(text => text.GetString()!) : [];

    static IEnumerable<string> Words(string text) => text.Split(' ').Select((word, index) => index == 0 ? word : $" {word}").Where(word => word.Length > 0);
}
