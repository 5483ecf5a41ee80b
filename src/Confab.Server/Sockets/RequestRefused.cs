using Confab.Protocol;

namespace Confab.Server.Sockets;

/// <summary>An expected no to one request. Only the dispatcher catches it, and answers.</summary>
public sealed class RequestRefused(ErrorFrame why) : Exception(why.Message)
{
    public RequestRefused(ErrorCode code, string message, string? field = null, TimeSpan? retryAfter = null)
        : this(new ErrorFrame(code, message, field, (int?)retryAfter?.TotalMilliseconds)) { }

    public ErrorFrame Why => why;
}
