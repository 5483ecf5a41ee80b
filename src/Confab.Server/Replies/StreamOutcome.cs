using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Generation;

namespace Confab.Server.Replies;

/// <summary>How a generation ended, and what it cost.</summary>
/// <param name="Choice">Which model answered, and why; absent when none was chosen.</param>
/// <param name="TimeToFirstToken">Absent when no token came.</param>
/// <param name="TokensPerSecond">From the first token to the last.</param>
/// <param name="Error">What went wrong, for people.</param>
public sealed record StreamOutcome(
    StreamEndReason Reason, Usage Usage, TimeSpan Duration, ModelChoice? Choice = null,
    TimeSpan? TimeToFirstToken = null, double? TokensPerSecond = null, string? Error = null)
{
    public string? Model => Choice?.Model.Id;

    public MessageStatus Status => Reason switch
    {
        StreamEndReason.Stop or StreamEndReason.Length => MessageStatus.Complete,
        StreamEndReason.Cancelled => MessageStatus.Cancelled,
        StreamEndReason.Interrupted => MessageStatus.Interrupted,
        _ => MessageStatus.Error,
    };

    public GenerationInfo Info => new(
        Model ?? "", Choice?.Strategy ?? "", Choice?.Reason ?? "", Usage, TimeToFirstToken?.TotalMilliseconds, TokensPerSecond, Error, Choice?.Alternatives());
}
