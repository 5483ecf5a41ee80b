namespace Confab.Inference.Llama;

/// <summary>How a model's cache keeps what it computed of every token.</summary>
public enum CacheType
{
    /// <summary>16 bits a number, without a loss that could be noticed.</summary>
    F16,

    /// <summary>ggml's Q8_0: 8.5 bits a number, about half the memory.</summary>
    Q8,

    /// <summary>ggml's Q4_0: 4.5 bits a number, about a quarter of the memory. Answers can differ noticeably.</summary>
    Q4,
}
