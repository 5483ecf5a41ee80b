namespace Confab.Client.Sockets;

/// <summary>The server sent a frame that this version of the client cannot read.</summary>
public sealed class UnreadableFrameException : Exception
{
    public UnreadableFrameException()
    {
    }

    public UnreadableFrameException(string detail) : base($"The server sent something this client cannot read: {detail}. Are both of the same version?")
    {
    }

    public UnreadableFrameException(Exception cause) : this(cause.Message, cause)
    {
    }

    public UnreadableFrameException(string detail, Exception cause)
        : base($"The server sent something this client cannot read: {detail} Are both of the same version?", cause)
    {
    }
}
