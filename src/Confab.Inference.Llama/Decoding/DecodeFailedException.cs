namespace Confab.Inference.Llama.Decoding;

/// <summary>llama.cpp could not compute a step for this request; other requests go on.</summary>
public sealed class DecodeFailedException : InvalidOperationException
{
    internal DecodeFailedException(int code) : this(Explain(code)) => Code = code;

    internal DecodeFailedException(string reason) : base($"llama.cpp could not compute this answer ({reason}).")
    {
    }

    /// <summary>What <c>llama_decode</c> returned; 0 where the step worked and its result was of no use.</summary>
    public int Code { get; }

    static string Explain(int code) => code switch
    {
        1 => "no room left in the cache, code 1",
        2 => "the step was aborted, code 2",
        -1 => "the step's tokens were refused, code -1",
        _ => $"code {code}",
    };
}
