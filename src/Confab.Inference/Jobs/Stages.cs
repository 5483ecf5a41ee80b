namespace Confab.Inference.Jobs;

/// <summary>The stages of one job: one runs at a time, in their order. Its owner locks.</summary>
sealed class Stages(TimeProvider time)
{
    // Shares of the whole. Nearly all of the time goes into the generation.
    static readonly double[] Weights = [0.05, 0.05, 0.85, 0.05];

    readonly Stage[] _all = [.. Enum.GetValues<JobStage>().Select(_ => new Stage())];

    public JobStage Current { get; private set; }

    public double Progress => _all.Zip(Weights, (stage, weight) => stage.Progress * weight).Sum();

    public void Begin() => _all[(int)Current].Begin(time);

    public void Advance()
    {
        _all[(int)Current].End(time, StageState.Done);
        Current++;
        Begin();
    }

    public void Report(double progress) => _all[(int)Current].Progress = progress;

    public void Complete() => _all[(int)Current].End(time, StageState.Done);

    public void Fail(Exception error) => _all[(int)Current].End(time, StageState.Failed, error);

    public IReadOnlyList<StageSnapshot> Snapshot() => [.. _all.Select((stage, index) => stage.Snapshot((JobStage)index, time))];

    sealed class Stage
    {
        long? _began, _ended;
        StageState _state;
        Exception? _error;

        public double Progress { get; set; }

        public void Begin(TimeProvider time) => (_began, _state) = (time.GetTimestamp(), StageState.Running);

        public void End(TimeProvider time, StageState state, Exception? error = null)
        {
            _ended = time.GetTimestamp();
            _began ??= _ended;
            (_state, _error) = (state, error);
            if (state == StageState.Done) Progress = 1;
        }

        public StageSnapshot Snapshot(JobStage stage, TimeProvider time) => new(
            stage, _state, Progress, _began is { } began ? time.GetElapsedTime(began, _ended ?? time.GetTimestamp()) : null, _error);
    }
}
