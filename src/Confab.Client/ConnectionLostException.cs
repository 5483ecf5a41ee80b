namespace Confab.Client;

/// <summary>The connection ended before the answer came. Nobody knows whether the request was carried out.</summary>
public sealed class ConnectionLostException : Exception
{
    public ConnectionLostException() : this("The connection was lost before the server answered; try again.")
    {
    }

    public ConnectionLostException(string message) : base(message)
    {
    }

    public ConnectionLostException(string message, Exception cause) : base(message, cause)
    {
    }
}
