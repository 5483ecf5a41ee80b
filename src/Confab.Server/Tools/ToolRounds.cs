using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Confab.Protocol;
using Microsoft.Extensions.AI;
using ModelContextProtocol;

namespace Confab.Server.Tools;

/// <summary>Runs what a model calls and lets it go on with the results: so many rounds, the last one without tools.</summary>
/// <param name="options">The bounds.</param>
/// <param name="told">Told each call when it begins and when it ends; it must not wait.</param>
/// <param name="clock">For the deadlines.</param>
/// <param name="logger">Told what is not for people: how a tool server broke down.</param>
sealed class ToolRounds(ToolOptions options, Action<ToolCall> told, TimeProvider clock, ILogger logger)
{
    static readonly JsonSerializerOptions Json = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<ChatMessage> _said = [];
    readonly long _began = clock.GetTimestamp();
    int _calls;

    /// <summary>What was called and what it said, to be shown after the prompt.</summary>
    public IReadOnlyList<ChatMessage> Said => _said;

    /// <summary>Which round it is, from 0.</summary>
    public int Round { get; private set; }

    /// <summary>Whether the model may call something in this round.</summary>
    public bool MayCall { get; private set; } = true;

    /// <param name="ask">Asks the model with what was <see cref="Said"/>.</param>
    /// <param name="offered">Known once the model was asked.</param>
    /// <param name="stop">Ends it.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        Func<IAsyncEnumerable<ChatResponseUpdate>> ask, Func<IReadOnlyList<OfferedTool>> offered, [EnumeratorCancellation] CancellationToken stop)
    {
        for (; ; Round++)
        {
            MayCall = Round < options.Rounds && clock.GetElapsedTime(_began) < options.Deadline;
            var calls = new List<FunctionCallContent>();
            var text = new StringBuilder();
            ChatResponseUpdate? end = null;
            await foreach (var update in ask().WithCancellation(stop))
            {
                calls.AddRange(update.Contents.OfType<FunctionCallContent>());
                text.Append(update.Text);
                // Only the last round's end is the answer's.
                if (update.FinishReason is null) yield return update;
                else end = update;
            }
            var isOver = calls.Count == 0 || !MayCall;
            if (end is not null)
            {
                if (!isOver) end.FinishReason = null;
                else if (end.FinishReason == ChatFinishReason.ToolCalls) end.FinishReason = ChatFinishReason.Stop;
                yield return end;
            }
            if (isOver) yield break;
            await RunAsync(text.ToString(), calls, offered(), stop);
        }
    }

    async Task RunAsync(string text, List<FunctionCallContent> calls, IReadOnlyList<OfferedTool> offered, CancellationToken stop)
    {
        var results = new List<AIContent>();
        foreach (var call in calls.Take(options.CallsPerRound)) results.Add(new FunctionResultContent(call.CallId, await CallAsync(call, offered, stop)));
        foreach (var call in calls.Skip(options.CallsPerRound))
            results.Add(new FunctionResultContent(call.CallId, $"Not run: at most {options.CallsPerRound} calls at once."));
        _said.Add(new ChatMessage(ChatRole.Assistant, [.. text.Length > 0 ? [new TextContent(text)] : Array.Empty<AIContent>(), .. calls]));
        _said.Add(new ChatMessage(ChatRole.Tool, results));
    }

    async Task<string> CallAsync(FunctionCallContent call, IReadOnlyList<OfferedTool> offered, CancellationToken stop)
    {
        var tool = offered.FirstOrDefault(t => t.Function.Name == call.Name);
        var began = clock.GetTimestamp();
        var shown = new ToolCall(
            "c" + (++_calls).ToString(CultureInfo.InvariantCulture), Short(call.Name), ToolStatus.Running, tool?.Server,
            Short(JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), Json)));
        told(shown);
        var (status, said) = tool is null
            ? (ToolStatus.Failed, $"There is no tool \"{call.Name}\". There are: {string.Join(", ", offered.Select(t => t.Function.Name))}.")
            : await RunAsync(tool.Function, call, stop);
        told(shown with { Status = status, Result = Short(said), DurationMs = clock.GetElapsedTime(began).TotalMilliseconds });
        return said.Length > options.ResultCharacters
            ? $"{said[..options.ResultCharacters]}\n… cut: {said.Length} characters in all, of which the first {options.ResultCharacters} are shown"
            : said;
    }

    async Task<(ToolStatus, string)> RunAsync(AIFunction function, FunctionCallContent call, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(options.CallDeadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            // A tool that does not hear that it is to stop is left behind.
            var running = Task.Run(() => function.InvokeAsync(new AIFunctionArguments(call.Arguments), either.Token).AsTask(), either.Token);
            return Written(await running.WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (ToolStatus.Failed, $"The tool did not answer within {options.CallDeadline.TotalSeconds:0.#} seconds.");
        }
        catch (Exception e) when (e is ArgumentException or McpException)
        {
            return (ToolStatus.Failed, $"The tool failed: {e.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Everybody in the room reads what a tool says, and what a program said last may be a key.
            logger.LogWarning(e, "The tool {Tool} failed", function.Name);
            return (ToolStatus.Failed, "The tool failed; the server's log says why.");
        }
    }

    static (ToolStatus, string) Written(object? result) => result switch
    {
        null => (ToolStatus.Done, "(nothing)"),
        string text => (ToolStatus.Done, text),
        JsonElement { ValueKind: JsonValueKind.String } json => (ToolStatus.Done, json.GetString()!),
        JsonElement { ValueKind: JsonValueKind.Object } json when json.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array => (
            json.TryGetProperty("isError", out var isError) && isError.ValueKind == JsonValueKind.True ? ToolStatus.Failed : ToolStatus.Done, TextOf(content)),
        TextContent text => (ToolStatus.Done, text.Text),
        IEnumerable<AIContent> contents => (ToolStatus.Done, string.Join('\n', contents.Select(c => c is TextContent text ? text.Text : $"({c.GetType().Name})"))),
        var other => (ToolStatus.Done, JsonSerializer.Serialize(other, Json)),
    };

    static string TextOf(JsonElement content) => string.Join('\n', content.EnumerateArray().Select(part =>
        part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : part.GetRawText()));

    static string Short(string text) => text.Length > Limits.MaxToolText ? text[..(char.IsHighSurrogate(text[Limits.MaxToolText - 1]) ? Limits.MaxToolText - 1 : Limits.MaxToolText)] : text;
}
