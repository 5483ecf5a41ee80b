using Microsoft.Extensions.AI;

namespace Confab.Inference.Catalog;

/// <summary>A model in memory, or connected to: what an engine makes of a card. Disposing it ends what is running.</summary>
public sealed class RunningModel : IAsyncDisposable
{
    int _disposed;

    /// <summary>The way to talk to it. The running model owns it.</summary>
    public required IChatClient Client { get; init; }

    /// <summary>Counts a text's tokens; called from any thread.</summary>
    public required Func<string, int> TextTokens { get; init; }

    /// <summary>Counts a rendered prompt's tokens; called from any thread.</summary>
    public required Func<IReadOnlyList<ChatMessage>, int> PromptTokens { get; init; }

    /// <summary>Ends what is running and frees the memory. Calling it again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (Client is IAsyncDisposable client) await client.DisposeAsync().ConfigureAwait(false);
        else Client.Dispose();
    }
}
