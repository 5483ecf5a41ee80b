using System.ComponentModel.DataAnnotations;

namespace Confab.Server.Replies;

public sealed record ReplyOptions
{
    /// <summary>Where an answer is cut when nobody asked otherwise, tokens.</summary>
    [Range(1, Protocol.Limits.MaxTokens)]
    public int MaxTokens { get; init; } = 512;

    /// <summary>How many generations may wait for one model; one more is refused with a word.</summary>
    [Range(1, 100_000)]
    public int QueueLength { get; init; } = 64;

    /// <summary>How long a model may think before its first token. Prompts on a slow machine need minutes.</summary>
    public TimeSpan FirstTokenDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a whole answer may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Tokens that come within this time leave as one event.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How often watchers learn of speed and remaining time.</summary>
    public TimeSpan Progress { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How much of a running answer may be lost when the process is killed.</summary>
    public TimeSpan Draft { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many of a room's newest messages a model is shown at most; a summary stands for older ones.</summary>
    [Range(1, 1000)]
    public int History { get; init; } = 200;

    /// <summary>How long what an answer was made of can be looked at.</summary>
    public TimeSpan PromptsKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many streams of their own a socket may run at once.</summary>
    [Range(1, 1000)]
    public int StreamsPerSocket { get; init; } = 4;
}
