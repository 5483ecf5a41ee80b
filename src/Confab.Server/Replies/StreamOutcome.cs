using Confab.Protocol;

namespace Confab.Server.Replies;

/// <summary>How a generation ended, and what it cost.</summary>
/// <param name="Model">Absent when none was chosen.</param>
/// <param name="Strategy">How the model was chosen.</param>
/// <param name="Why">The choice in words.</param>
/// <param name="TimeToFirstToken">Absent when no token came.</param>
/// <param name="TokensPerSecond">From the first token to the last.</param>
/// <param name="Error">What went wrong, for people.</param>
public sealed record StreamOutcome(
    StreamEndReason Reason, Usage Usage, TimeSpan Duration, string? Model = null, string? Strategy = null, string? Why = null,
    TimeSpan? TimeToFirstToken = null, double? TokensPerSecond = null, string? Error = null)
{
    public MessageStatus Status => Reason switch
    {
        StreamEndReason.Stop or StreamEndReason.Length => MessageStatus.Complete,
        StreamEndReason.Cancelled => MessageStatus.Cancelled,
        StreamEndReason.Interrupted => MessageStatus.Interrupted,
        _ => MessageStatus.Error,
    };

    public GenerationInfo Info => new(
        Model ?? "", Strategy ?? "", Why ?? "", Usage, TimeToFirstToken?.TotalMilliseconds, TokensPerSecond, Error);
}
