namespace Confab.Inference.Jobs;

/// <summary>The stages of a job, in their order.</summary>
public enum JobStage
{
    /// <summary>Once there is a place for it, what it needs is made ready.</summary>
    Initialization,

    /// <summary>It is decided which model answers.</summary>
    ModelSelection,

    /// <summary>The model writes.</summary>
    Generation,

    /// <summary>The answer is handed over.</summary>
    Completion,
}

/// <summary>Where a stage is.</summary>
public enum StageState
{
    /// <summary>Its turn has not come; after a failure it never will.</summary>
    Waiting,

    /// <summary>It is the job's current stage.</summary>
    Running,

    /// <summary>It is over.</summary>
    Done,

    /// <summary>The job ended in it.</summary>
    Failed,
}
