using Confab.Protocol;
using Confab.Server;
using Confab.Server.Memory;
using Confab.Server.Replies;
using Confab.Server.Storage;
using Confab.Server.Suggestions;
using Confab.Tests.Support;

namespace Confab.Tests.Memory;

/// <summary>A server whose scripted model is asked for answers and thoughts, and for nothing else.</summary>
static class MemoryScene
{
    public static readonly UserId Bot = new("assistant:aibot");

    public static Task<ChatApplication> StartAsync(ScriptedModel model, bool extracts = true, int slots = 1, int contextLength = 8192, string? folder = null, Func<ServerOptions, ServerOptions>? configure = null) =>
        ChatApplication.StartAsync(
            o => (configure?.Invoke(o) ?? o) with
            {
                Models = [ScriptedModel.As("scripted", model, slots, contextLength, writesJson: true)],
                Suggestions = new SuggestionOptions { IsOn = false },
                Replies = new ReplyOptions { Gather = TimeSpan.Zero },
                Memory = new MemoryOptions { Extracts = extracts, Retry = TimeSpan.FromMilliseconds(20) },
            },
            folder);

    /// <summary>Asks, and lets the model answer.</summary>
    public static async Task<Message> AskAsync(this ScriptedModel model, TestSocket who, string what, string room = "general", string answer = "noted")
    {
        var asked = await who.ChatAsync(what, room);
        (await model.AnswerAsync()).Say(answer).Finish();
        var message = (await who.NextAsync<MessageEvent>(m => m.Message.ParentId == asked.MessageId && m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        return message;
    }

    /// <summary>The next that is asked for an answer; titles and summaries get none.</summary>
    public static Task<Speech> AnswerAsync(this ScriptedModel model) => NextAsync(model, isThought: false);

    /// <summary>The next that is asked for a thought.</summary>
    public static Task<Speech> ThoughtAsync(this ScriptedModel model) => NextAsync(model, isThought: true);

    public static void Think(this Speech thought, string facts = "", int importance = 0, string summary = "") =>
        thought.Say($$"""{"facts":[{{facts}}],"importance":{{importance}},"summary":"{{summary}}"}""").Finish();

    public static string Fact(int message, string about, string topic, string content, double confidence = 0.9) => FormattableString.Invariant(
        $$"""{"message":{{message}},"about":"{{about}}","topic":"{{topic}}","content":"{{content}}","confidence":{{confidence}}}""");

    public static async Task<IReadOnlyList<StoredMemory>> MemoriesAsync(this ChatApplication app, TestSocket reader) =>
        [.. (await app.Get<IMemoryStore>().ListAsync(new MemoryFilter(reader.User.Id, 100), CancellationToken.None)).Select(m => m.Memory).OrderBy(m => m.Content, StringComparer.Ordinal)];

    public static async Task<IReadOnlyList<string>> ContentsAsync(this ChatApplication app, TestSocket reader) => [.. (await app.MemoriesAsync(reader)).Select(m => m.Content)];

    /// <summary>Until all that was answered was thought about.</summary>
    public static Task SettledAsync(this ChatApplication app) => TestTime.UntilAsync(
        () => app.Get<IExtractionStore>().ReadUnthoughtAsync(10, CancellationToken.None).GetAwaiter().GetResult().Count == 0, "everything was thought about");

    static async Task<Speech> NextAsync(ScriptedModel model, bool isThought)
    {
        while (true)
        {
            var speech = await model.NextAsync();
            var thinks = speech.Prompt[0].Text.Contains("memory of a chat assistant", StringComparison.Ordinal);
            var isTitle = speech.Options?.ResponseFormat is not null && !thinks;
            var isSummary = speech.Prompt[^1].Text.StartsWith("Minutes so far", StringComparison.Ordinal);
            if (isTitle || isSummary) speech.Say("{}").Finish();
            else if (thinks == isThought) return speech;
            else throw new InvalidOperationException($"expected {(isThought ? "a thought" : "an answer")} to be asked for, got: {speech.Prompt[^1].Text}");
        }
    }
}
