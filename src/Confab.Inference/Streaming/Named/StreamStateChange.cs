using Confab.Inference.Runs;

namespace Confab.Inference.Streaming.Named;

/// <summary>A stream has come into another state.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="State">The state it is in now; the first that is told of a stream is <see cref="RunState.Pending"/>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Error">Why it broke off, where it did.</param>
public sealed record StreamStateChange(string Id, RunState State, DateTimeOffset At, Exception? Error = null);
