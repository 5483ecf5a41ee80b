using Microsoft.Extensions.AI;

namespace Confab.Inference.Resilience;

/// <summary>A way to ask for less.</summary>
/// <param name="Name">The level's name.</param>
/// <param name="Weaken">Changes a copy of the options of the level before.</param>
public sealed record DegradationLevel(string Name, Action<ChatOptions> Weaken)
{
    const int UsualMaxOutputTokens = 500;
    const float UsualTemperature = 0.7f;
    const int MinimalMaxOutputTokens = 100;

    /// <summary>As it was asked.</summary>
    public static DegradationLevel AsAsked { get; } = new("as asked", _ => { });

    /// <summary>70 % of the tokens; of 500 where the request sets no limit.</summary>
    public static DegradationLevel Shorter { get; } = new(
        "shorter", options => options.MaxOutputTokens = Math.Max(1, (int)((options.MaxOutputTokens ?? UsualMaxOutputTokens) * 0.7)));

    /// <summary>Half the temperature; of 0.7 where the request sets none.</summary>
    public static DegradationLevel Cooler { get; } = new("cooler", options => options.Temperature = (options.Temperature ?? UsualTemperature) / 2);

    /// <summary>At most 100 tokens, and always the likeliest one.</summary>
    public static DegradationLevel Minimal { get; } = new("minimal", options =>
    {
        options.MaxOutputTokens = Math.Min(options.MaxOutputTokens ?? MinimalMaxOutputTokens, MinimalMaxOutputTokens);
        options.Temperature = 0;
    });
}
