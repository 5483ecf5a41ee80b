namespace Confab.TestModels;

/// <summary>How weights are stored, by GGUF's numbers.</summary>
public enum WeightType
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q8_0 = 8,
}
