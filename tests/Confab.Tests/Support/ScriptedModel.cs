using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Confab.Inference.Catalog;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Support;

/// <summary>A model whose every word the test speaks, when it wants to.</summary>
sealed class ScriptedModel : IChatClient
{
    readonly Channel<Speech> _speeches = Channel.CreateUnbounded<Speech>();

    public static Model As(string id, ScriptedModel script, int slots = 1, int contextLength = 4096, bool writesJson = false, bool callsTools = false) => new(
        new ModelCard { Id = id, Name = id, Engine = "scripted", ContextLength = contextLength, Slots = slots, Capabilities = ["chat", .. writesJson ? ["json"] : Array.Empty<string>(), .. callsTools ? ["tools"] : Array.Empty<string>()] },
        new RunningModel { Client = script, TextTokens = Words, PromptTokens = messages => messages.Sum(m => Words(m.Text) + 1) });

    /// <summary>The next generation that somebody asks for.</summary>
    public async Task<Speech> NextAsync() => await _speeches.Reader.ReadAsync(TestTime.Deadline());

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var speech = new Speech([.. messages], options);
        _speeches.Writer.TryWrite(speech);
        try
        {
            await foreach (var update in speech.Updates.ReadAllAsync(cancellationToken)) yield return update;
        }
        finally
        {
            speech.MarkEnded();
        }
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    public static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}

/// <summary>One generation in the hands of a test.</summary>
sealed class Speech(IReadOnlyList<ChatMessage> prompt, ChatOptions? options)
{
    readonly Channel<ChatResponseUpdate> _updates = Channel.CreateUnbounded<ChatResponseUpdate>();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ChatMessage> Prompt => prompt;

    public ChatOptions? Options => options;

    public ChannelReader<ChatResponseUpdate> Updates => _updates.Reader;

    /// <summary>Completes when nobody listens any more: it was heard to the end, or cancelled.</summary>
    public Task Ended => _ended.Task.WaitAsync(TestTime.Deadline());

    public Speech Say(string text)
    {
        _updates.Writer.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, [GeneratedText.Create(text, 1)]));
        return this;
    }

    /// <summary>Calls a tool, and goes on.</summary>
    public void Calls(string tool, params (string Name, object? Value)[] arguments) => Write(finish: null, tool, arguments);

    /// <summary>Calls a tool, and ends with that.</summary>
    public void Call(string tool, params (string Name, object? Value)[] arguments)
    {
        Write(ChatFinishReason.ToolCalls, tool, arguments);
        _updates.Writer.TryComplete();
    }

    public void Finish(ChatFinishReason? reason = null, UsageDetails? usage = null)
    {
        _updates.Writer.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, usage is null ? [] : [new UsageContent(usage)]) { FinishReason = reason ?? ChatFinishReason.Stop });
        _updates.Writer.TryComplete();
    }

    public void Fail(Exception why) => _updates.Writer.TryComplete(why);

    void Write(ChatFinishReason? finish, string tool, (string Name, object? Value)[] arguments) => _updates.Writer.TryWrite(new ChatResponseUpdate(
        ChatRole.Assistant, [new FunctionCallContent(Guid.NewGuid().ToString(), tool, arguments.ToDictionary(a => a.Name, a => a.Value))])
    { FinishReason = finish });

    public void MarkEnded() => _ended.TrySetResult();
}
