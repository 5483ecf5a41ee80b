using Confab.Protocol;

namespace Confab.Client;

/// <summary>The server answered a request with an error.</summary>
public sealed class RequestRefusedException : Exception
{
    public RequestRefusedException() : this(new ErrorFrame(ErrorCode.Internal, "The server refused."))
    {
    }

    public RequestRefusedException(string message) : this(new ErrorFrame(ErrorCode.Internal, message))
    {
    }

    public RequestRefusedException(string message, Exception cause) : base(message, cause) => Error = new ErrorFrame(ErrorCode.Internal, message);

    public RequestRefusedException(ErrorFrame error) : base(error.Message) => Error = error;

    /// <summary>The server's own words: a code for programs, a message for people.</summary>
    public ErrorFrame Error { get; }

    /// <summary>Whether the same request may well succeed a little later.</summary>
    public bool IsPassing => Error.Code is ErrorCode.RateLimited or ErrorCode.Busy or ErrorCode.ShuttingDown;

    /// <summary>How long to wait before trying again: what the server said, else a second.</summary>
    public TimeSpan RetryAfter => TimeSpan.FromMilliseconds(Math.Max(Error.RetryAfterMs ?? 1000, 1));
}
