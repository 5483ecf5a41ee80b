namespace Confab.Inference.Catalog;

/// <summary>A prompt, or a text to embed, holds more tokens than the model can take; nothing was computed.</summary>
public sealed class PromptTooLongException(int promptTokens, int contextLength)
    : InvalidOperationException($"The prompt has {promptTokens} tokens, but the model's context holds {contextLength}.")
{
    /// <summary>The prompt's tokens.</summary>
    public int PromptTokens { get; } = promptTokens;

    /// <summary>The tokens that prompt and answer may hold together; for an embedding, those of one text.</summary>
    public int ContextLength { get; } = contextLength;
}
