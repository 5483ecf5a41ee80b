using System.Threading.Channels;
using Confab.Inference.Llama.Grammars;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama.Decoding;

/// <summary>
/// One request: its prompt, its limits, and the pieces of its answer. The loop writes and one reader reads. A slow
/// reader never holds the loop up: what waits for it is bounded by <see cref="MaxTokens"/>.
/// </summary>
sealed class Generation
{
    readonly Channel<Piece> _pieces = Channel.CreateUnbounded<Piece>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    volatile bool _cancelled;

    public required int[] Prompt { get; init; }

    public required int MaxTokens { get; init; }

    public required Sampling Sampling { get; init; }

    /// <summary>What the answer has to look like, if anything. The loop frees it.</summary>
    public Grammar? Grammar { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    public bool IsCancelled => _cancelled;

    /// <summary>Prompt tokens that were not computed anew. To be read when the answer has ended.</summary>
    public int CachedTokens { get; set; }

    /// <summary>Tokens of the answer. To be read when the answer has ended.</summary>
    public int GeneratedTokens { get; set; }

    /// <summary>Why the answer ended. To be read when it has.</summary>
    public ChatFinishReason FinishReason { get; private set; }

    /// <summary>Asks the loop to let go of this request before its next step.</summary>
    public void Cancel() => _cancelled = true;

    public IAsyncEnumerable<Piece> ReadAsync(CancellationToken stop) => _pieces.Reader.ReadAllAsync(stop);

    public void Write(Piece piece) => _pieces.Writer.TryWrite(piece);

    public void Finish(ChatFinishReason reason)
    {
        FinishReason = reason;
        _pieces.Writer.TryComplete();
    }

    public void Fail(Exception error) => _pieces.Writer.TryComplete(error);
}
