namespace Confab.Client;

/// <summary>Too many messages wait to be sent; nothing was kept of this one.</summary>
public sealed class OutboxFullException : Exception
{
    public OutboxFullException() : this("Too many messages wait to be sent; try again when the connection is back.")
    {
    }

    public OutboxFullException(int capacity) : this($"{capacity} messages already wait to be sent; try again when the connection is back.")
    {
    }

    public OutboxFullException(string message) : base(message)
    {
    }

    public OutboxFullException(string message, Exception cause) : base(message, cause)
    {
    }
}
