using Confab.Inference.Prompts;
using Confab.Inference.Runs;

namespace Confab.Inference.Jobs;

/// <summary>How jobs are run.</summary>
public sealed record JobOptions
{
    /// <summary>How many run, wait and are remembered.</summary>
    public RunLimits Limits { get; init; } = new() { MostRunning = 4 };

    /// <summary>The tokens that progress and ETA reckon with where a prompt sets no limit, 1 or more.</summary>
    public int ExpectedTokens { get; init; } = 500;

    /// <summary>Makes ready what jobs need, for example loads models. Null: there is nothing to do.</summary>
    public Func<CancellationToken, Task>? Initialize { get; init; }

    /// <summary>
    /// Decides which model answers and returns its id, which the client is then asked for. Null: the client chooses, and
    /// the stage lasts until its first update, which names the model.
    /// </summary>
    public Func<ChatPrompt, CancellationToken, Task<string>>? SelectModel { get; init; }

    /// <summary>Takes the answer, for example to store it. Null: it is only remembered.</summary>
    public Func<JobSnapshot, CancellationToken, Task>? Complete { get; init; }

    internal void Validate()
    {
        if (ExpectedTokens < 1)
            throw new ArgumentOutOfRangeException(nameof(ExpectedTokens), ExpectedTokens, $"{nameof(ExpectedTokens)} must be 1 or more.");
        Limits.Validate();
    }
}
