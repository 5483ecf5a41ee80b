using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Inference.Catalog;
using Confab.Inference.Streaming;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Leaks;

enum Asking { Answer, Suggestions, Title, Thought, Summary }

/// <param name="System">The first message: whose instructions they are stands in it.</param>
/// <param name="Words">The secrets that the model was shown.</param>
sealed record AskedOfModel(Asking Kind, string System, IReadOnlySet<string> Words);

/// <summary>
/// The worst model there is: it says again, wherever it may say anything, the secrets that it was shown, calls tools to be shown more, and
/// keeps a list. What it does follows from what it was shown, so that a seed gives the same world each time.
/// </summary>
sealed class EchoingModel : IChatClient
{
    const int MostEchoed = 10, ContextLength = 1500;

    readonly ConcurrentQueue<AskedOfModel> _asked = new();

    public Model AsModel() => new(
        new ModelCard { Id = "echo", Name = "echo", Engine = "scripted", ContextLength = ContextLength, Slots = 4, Capabilities = ["chat", "json", "tools"] },
        new RunningModel { Client = this, TextTokens = ScriptedModel.Words, PromptTokens = messages => messages.Sum(m => ScriptedModel.Words(m.Text) + 1) });

    /// <summary>What it was asked since the last look.</summary>
    public IReadOnlyList<AskedOfModel> TakeAsked()
    {
        var taken = new List<AskedOfModel>();
        while (_asked.TryDequeue(out var one)) taken.Add(one);
        return taken;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var prompt = messages.ToList();
        var results = prompt.SelectMany(m => m.Contents).OfType<FunctionResultContent>().ToList();
        var words = Secrets.All(string.Join('\n', [.. prompt.Select(m => m.Text), .. results.Select(r => r.Result?.ToString() ?? "")])).Distinct().ToList();
        var kind = KindOf(prompt, options);
        _asked.Enqueue(new AskedOfModel(kind, prompt[0].Text, words.ToHashSet()));
        var dice = new Random(Seed(words) + (int)kind);
        if (kind == Asking.Answer && results.Count == 0 && options?.Tools?.Any(t => t.Name == "search_room") == true && dice.Next(3) == 0)
        {
            var call = new FunctionCallContent($"call{words.Count}", "search_room", new Dictionary<string, object?> { ["words"] = "told" });
            yield return new ChatResponseUpdate(ChatRole.Assistant, [call]) { FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }
        yield return new ChatResponseUpdate(ChatRole.Assistant, [GeneratedText.Create(Written(kind, words, prompt, dice), 1)]);
        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    static Asking KindOf(List<ChatMessage> prompt, ChatOptions? options) =>
        prompt[0].Text.Contains("memory of a chat assistant", StringComparison.Ordinal) ? Asking.Thought
        : prompt[^1].Text.StartsWith("Minutes so far", StringComparison.Ordinal) ? Asking.Summary
        : options?.ResponseFormat is not ChatResponseFormatJson ? Asking.Answer
        : prompt[^1].Text.Contains("\"suggestions\"", StringComparison.Ordinal) ? Asking.Suggestions
        : Asking.Title;

    static string Written(Asking kind, List<string> words, List<ChatMessage> prompt, Random dice)
    {
        var echoed = words.TakeLast(MostEchoed).ToList();
        return kind switch
        {
            Asking.Thought => Thought(JsonNode.Parse(prompt[1].Text)!.AsArray()),
            Asking.Suggestions => JsonSerializer.Serialize(new { suggestions = echoed.Concat(["why?", "when?", "who?"]).TakeLast(5) }),
            Asking.Title => JsonSerializer.Serialize(new { title = $"on {string.Join(' ', echoed.TakeLast(3))}" }),
            Asking.Summary => $"in short: {string.Join(' ', words)}",
            // Now and then it keeps things to itself, so that what it was shown is not in the room as well.
            _ => (dice.Next(3) == 0 ? "told nothing" : $"told {string.Join(' ', echoed)}") + (dice.Next(5) == 0 ? " @Clerk, what do you say?" : ""),
        };
    }

    static string Thought(JsonArray said) => JsonSerializer.Serialize(new
    {
        facts = said.SelectMany(m => Secrets.All((string)m!["text"]!).Select(word => new
        {
            message = (int)m["message"]!,
            about = IsOfSpeaker(word) ? (string)m["from"]! : "group",
            topic = word,
            content = $"the harbour of {word}",
            confidence = 0.9,
        })).Take(10),
        importance = 8,
        summary = $"they spoke of {string.Join(' ', said.SelectMany(m => Secrets.All((string)m!["text"]!)).Take(20))}",
    });

    static bool IsOfSpeaker(string word) => Seed([word]) % 2 == 0;

    static int Seed(IEnumerable<string> words) => words.SelectMany(w => w).Aggregate(17, (hash, c) => unchecked(hash * 31 + c)) & 0xFFFFFF;
}
