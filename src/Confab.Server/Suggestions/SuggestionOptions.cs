using System.ComponentModel.DataAnnotations;

namespace Confab.Server.Suggestions;

public sealed record SuggestionOptions
{
    /// <summary>Whether something is suggested after an answer. With a language model that takes a short generation each time.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>How long after an answer they are of use: waiting for the model, and its writing.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After how many answers something may be in the making at once; after one more nothing is made.</summary>
    [Range(1, 10_000)]
    public int MostAtOnce { get; init; } = 32;

    /// <summary>In how many rooms something may be suggested at once; those answered last count.</summary>
    [Range(1, 100_000)]
    public int MostRooms { get; init; } = 1000;
}
