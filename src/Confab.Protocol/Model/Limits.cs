namespace Confab.Protocol;

/// <summary>The sizes both sides agree on. Lengths are UTF-16 code units unless named otherwise.</summary>
public static class Limits
{
    /// <summary>Largest inbound frame, in bytes of UTF-8. A larger one closes the socket with <see cref="CloseCode.BadFrame"/>.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>Longest content of a message that a person sends.</summary>
    public const int MaxContentLength = 16 * 1024;

    public const int MaxIdLength = 64;
    public const int MaxUsernameLength = 32;
    public const int MaxRoomNameLength = 64;
    public const int MaxRefLength = 128;

    /// <summary>Most messages in one page of history or of a joined room.</summary>
    public const int MaxPage = 200;

    public const int DefaultPage = 50;

    /// <summary>Most tokens a client may ask of one generation.</summary>
    public const int MaxTokens = 4096;
}
