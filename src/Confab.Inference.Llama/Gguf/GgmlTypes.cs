namespace Confab.Inference.Llama.Gguf;

/// <summary>The names of how weights are stored: of one tensor (ggml.h's <c>ggml_type</c>) and of a file (llama.h's <c>llama_ftype</c>).</summary>
static class GgmlTypes
{
    // In the order of their numbers; '-' where a number has no meaning any more, or is no form of weights.
    static readonly string[] s_tensors =
        ("F32 F16 Q4_0 Q4_1 - - Q5_0 Q5_1 Q8_0 Q8_1 Q2_K Q3_K Q4_K Q5_K Q6_K Q8_K IQ2_XXS IQ2_XS IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ2_S IQ4_XS"
            + " - - - - - IQ1_M BF16 - - - TQ1_0 TQ2_0 - - - MXFP4 NVFP4 Q1_0 Q2_0").Split(' ');

    static readonly string[] s_files =
        ("F32 F16 Q4_0 Q4_1 - - - Q8_0 Q5_0 Q5_1 Q2_K Q3_K_S Q3_K_M Q3_K_L Q4_K_S Q4_K_M Q5_K_S Q5_K_M Q6_K IQ2_XXS IQ2_XS Q2_K_S IQ3_XS"
            + " IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ3_M IQ2_S IQ2_M IQ4_XS IQ1_M BF16 - - - TQ1_0 TQ2_0 MXFP4 NVFP4 Q1_0 Q2_0").Split(' ');

    /// <summary>Null where the number is not known.</summary>
    public static string? NameOfTensor(long type) => Name(s_tensors, type);

    /// <summary>Null where the number is not known.</summary>
    public static string? NameOfFile(long type) => Name(s_files, type);

    public static int Of(CacheType type) => type switch
    {
        CacheType.Q8 => 8,
        CacheType.Q4 => 2,
        _ => 1,
    };

    /// <summary>Bytes of 32 numbers in a cache.</summary>
    public static int BytesPer32(CacheType type) => type switch
    {
        CacheType.Q8 => 34,
        CacheType.Q4 => 18,
        _ => 64,
    };

    static string? Name(string[] names, long number) => number >= 0 && number < names.Length && names[number] != "-" ? names[number] : null;
}
