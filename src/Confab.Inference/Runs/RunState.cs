namespace Confab.Inference.Runs;

/// <summary>Where a stream or a job is in its life.</summary>
public enum RunState
{
    /// <summary>It waits for its place, or for the model's first word.</summary>
    Pending,

    /// <summary>The model is writing.</summary>
    Streaming,

    /// <summary>It ended by itself.</summary>
    Completed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It broke off.</summary>
    Failed,
}

/// <summary>Questions to a state.</summary>
public static class RunStates
{
    /// <summary>Whether nothing will happen any more.</summary>
    public static bool HasEnded(this RunState state) => state is RunState.Completed or RunState.Cancelled or RunState.Failed;
}
