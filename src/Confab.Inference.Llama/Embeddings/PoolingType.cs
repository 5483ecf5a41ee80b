namespace Confab.Inference.Llama.Embeddings;

/// <summary>How the results of a text's tokens become one embedding, by the numbers of llama.h.</summary>
public enum PoolingType
{
    /// <summary>The file does not say, or says that nothing is pooled.</summary>
    None = 0,

    /// <summary>The mean of all tokens.</summary>
    Mean = 1,

    /// <summary>The first token's.</summary>
    First = 2,

    /// <summary>The last token's.</summary>
    Last = 3,

    /// <summary>No embedding but a judgement of how well two texts go together.</summary>
    Rank = 4,
}
