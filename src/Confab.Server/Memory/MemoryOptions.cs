using System.ComponentModel.DataAnnotations;

namespace Confab.Server.Memory;

public sealed record MemoryOptions
{
    /// <summary>
    /// Whether a language model thinks about what was said, behind everybody who waits for it. What people ask to be remembered in
    /// plain words is remembered in any case.
    /// </summary>
    public bool Extracts { get; init; } = true;

    /// <summary>After this it is tried again where a model gave way, or failed.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one thought may take: waiting for the model, and its writing.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a model may write what is no answer before that piece of the conversation is passed over.</summary>
    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>How many messages are thought about at once.</summary>
    [Range(1, 200)]
    public int Window { get; init; } = 30;
}
