using Confab.Protocol;

namespace Confab.Client;

/// <summary>Where the connection stands.</summary>
public abstract record ConnectionState
{
    private ConnectionState()
    {
    }

    /// <summary>A socket is being opened, or the rooms are being caught up with.</summary>
    /// <param name="Try">1 for the first try since it was last open.</param>
    public sealed record Connecting(int Try) : ConnectionState;

    /// <summary>Signed in and caught up; what is sent goes out at once.</summary>
    public sealed record Open(Author User, ServerInfo Server) : ConnectionState;

    /// <summary>It broke and will be tried again by itself. What is sent now is kept and goes out then.</summary>
    /// <param name="Try">How many tries failed.</param>
    /// <param name="NextTry">When the next is made.</param>
    /// <param name="Why">What went wrong, for people.</param>
    public sealed record Waiting(int Try, DateTimeOffset NextTry, string Why) : ConnectionState;

    /// <summary>It has ended and will not be tried again.</summary>
    /// <param name="Why">For people.</param>
    /// <param name="Code">The server's close code, if it gave one.</param>
    public sealed record Closed(string Why, int? Code = null) : ConnectionState;
}
