using Microsoft.Extensions.AI;

namespace Confab.Inference.Catalog;

/// <summary>A language model known to the router, whatever engine runs it.</summary>
public sealed class Model : IAsyncDisposable
{
    int _disposed;

    /// <summary>The name that requests choose it by, unique in its catalog.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people read.</summary>
    public required string Name { get; init; }

    /// <summary>What runs it: <c>llama</c>, <c>intents</c> or <c>openai</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Size of the weights in bytes; null where it is not known.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>The tokens that one prompt and its answer may hold together.</summary>
    public required int ContextLength { get; init; }

    /// <summary>How many generations it runs at once; further ones wait inside the engine.</summary>
    public required int Slots { get; init; }

    /// <summary>What it can do, for example <c>chat</c> and <c>completion</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["chat"];

    /// <summary>Where it is in its life.</summary>
    public ModelState State { get; private set; } = ModelState.Ready;

    /// <summary>The way to talk to it. The model owns it.</summary>
    public required IChatClient Client { get; init; }

    /// <summary>Counts a text's tokens; called from any thread.</summary>
    public required Func<string, int> TextTokens { private get; init; }

    /// <summary>Counts a rendered prompt's tokens; called from any thread.</summary>
    public required Func<IReadOnlyList<ChatMessage>, int> PromptTokens { private get; init; }

    /// <summary>Counts the tokens of a plain text, without any template around it.</summary>
    public int CountTokens(string text) => TextTokens(text);

    /// <summary>Counts the tokens that these messages become once the model's chat template is around them.</summary>
    public int CountPromptTokens(IReadOnlyList<ChatMessage> messages) => PromptTokens(messages);

    /// <summary>Ends what is running and frees the model's memory. Calling it again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        State = ModelState.Unloaded;
        if (Client is IAsyncDisposable client) await client.DisposeAsync().ConfigureAwait(false);
        else Client.Dispose();
    }
}
