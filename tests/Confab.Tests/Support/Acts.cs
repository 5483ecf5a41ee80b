using System.Runtime.CompilerServices;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Support;

/// <summary>A client whose calls are played one after the other; the last act is played for all further calls.</summary>
sealed class Acts(params Act[] acts) : IChatClient
{
    readonly Lock _gate = new();
    readonly List<ChatOptions?> _options = [];

    /// <summary>What each call asked for, in their order.</summary>
    public IReadOnlyList<ChatOptions?> Asked
    {
        get { lock (_gate) return [.. _options]; }
    }

    /// <summary>The messages of the last call.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public int Calls => Asked.Count;

    /// <summary>How many answers are open.</summary>
    public int Open { get; private set; }

    /// <summary>How many answers were open at most.</summary>
    public int MostOpen { get; private set; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var act = Begin(messages, options);
        try
        {
            await foreach (var update in act(Messages, cancellationToken)) yield return update;
        }
        finally
        {
            lock (_gate) Open--;
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    /// <summary>Says these pieces, each a token, and ends.</summary>
    public static Act Says(params string[] pieces) => (_, _) => Speak(pieces, null);

    /// <summary>Says these pieces and breaks.</summary>
    public static Act Breaks(Exception why, params string[] pieces) => (_, _) => Speak(pieces, why);

    /// <summary>Says nothing, for ever.</summary>
    public static Act Hangs() => (_, stop) => Silence(stop);

    public static ChatResponseUpdate Piece(string text, int tokens = 1) => new(ChatRole.Assistant, [GeneratedText.Create(text, tokens)]) { ModelId = "m" };

    Act Begin(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        lock (_gate)
        {
            Messages = [.. messages];
            _options.Add(options);
            MostOpen = Math.Max(MostOpen, ++Open);
            return acts[Math.Min(_options.Count, acts.Length) - 1];
        }
    }

    static async IAsyncEnumerable<ChatResponseUpdate> Speak(string[] pieces, Exception? why)
    {
        await Task.Yield();
        foreach (var piece in pieces) yield return Piece(piece);
        if (why is not null) throw why;
        yield return new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 3, OutputTokenCount = pieces.Length })])
        {
            FinishReason = ChatFinishReason.Stop,
            ModelId = "m",
        };
    }

    static async IAsyncEnumerable<ChatResponseUpdate> Silence([EnumeratorCancellation] CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        yield break;
    }
}

delegate IAsyncEnumerable<ChatResponseUpdate> Act(IReadOnlyList<ChatMessage> messages, CancellationToken stop);
