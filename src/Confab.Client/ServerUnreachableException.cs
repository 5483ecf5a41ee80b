namespace Confab.Client;

/// <summary>No Confab server answers at the address.</summary>
public sealed class ServerUnreachableException : Exception
{
    public ServerUnreachableException() : this("No Confab server answers.")
    {
    }

    public ServerUnreachableException(string message) : base(message)
    {
    }

    public ServerUnreachableException(string message, Exception cause) : base(message, cause)
    {
    }

    public ServerUnreachableException(Uri server, string why, Exception cause) : base($"cannot reach {server}: {why}", cause)
    {
    }
}
