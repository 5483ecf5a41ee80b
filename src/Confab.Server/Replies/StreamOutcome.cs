using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Generation;

namespace Confab.Server.Replies;

/// <summary>How a generation ended, and what it cost.</summary>
/// <param name="Choice">Which model answered, and why; absent when none was chosen.</param>
/// <param name="TimeToFirstToken">Absent when no token came.</param>
/// <param name="TokensPerSecond">From the first token to the last.</param>
/// <param name="Fault">What went wrong.</param>
/// <param name="CachedTokens">How many tokens of the prompt needed no computing; absent where the engine does not say.</param>
public sealed record StreamOutcome(
    StreamEndReason Reason, Usage Usage, TimeSpan Duration, ModelChoice? Choice = null,
    TimeSpan? TimeToFirstToken = null, double? TokensPerSecond = null, ErrorFrame? Fault = null, int? CachedTokens = null)
{
    public string? Model => Choice?.Model.Id;

    /// <summary>What went wrong, for people.</summary>
    public string? Error => Fault?.Message;

    public MessageStatus Status => Reason switch
    {
        StreamEndReason.Stop or StreamEndReason.Length => MessageStatus.Complete,
        StreamEndReason.Cancelled => MessageStatus.Cancelled,
        StreamEndReason.Interrupted => MessageStatus.Interrupted,
        _ => MessageStatus.Error,
    };

    /// <summary>What somebody is told who waited for the whole answer; null where they have it.</summary>
    public ErrorFrame? Refusal() => Reason switch
    {
        StreamEndReason.Stop or StreamEndReason.Length => null,
        StreamEndReason.Cancelled => new(ErrorCode.Cancelled, "the generation was stopped"),
        StreamEndReason.Interrupted => new(ErrorCode.ShuttingDown, "the server is going down; come back and ask again"),
        _ => Fault ?? new(ErrorCode.Internal, "the generation failed"),
    };

    public GenerationInfo Info => new(
        Model ?? "", Choice?.Strategy ?? "", Choice?.Reason ?? "", Usage, TimeToFirstToken?.TotalMilliseconds, TokensPerSecond, Error, Choice?.Alternatives(),
        Reason == StreamEndReason.Length ? true : null);
}
