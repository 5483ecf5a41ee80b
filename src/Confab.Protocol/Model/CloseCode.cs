namespace Confab.Protocol;

/// <summary>Why the server closed a socket. Below 4500: come back and resume. From 4500: do not.</summary>
public enum CloseCode
{
    ShuttingDown = 4001,
    TooSlow = 4002,
    NoHeartbeat = 4003,
    BadToken = 4501,
    BadFrame = 4502,
    Removed = 4503,
}

public static class CloseCodes
{
    /// <summary>The WebSocket standard's own 1002, 1003, 1007, 1009 and 1010 also say that the client is at fault.</summary>
    public static bool MayReconnect(int? code) => code is null or (not (1002 or 1003 or 1007 or 1009 or 1010) and < 4500);
}
