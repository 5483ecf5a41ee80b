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
    public const int MaxTopicLength = 250;
    public const int MaxActivityLength = 64;

    /// <summary>Longest reason of a report and longest comment beside a like or dislike.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Most different emoji on one message.</summary>
    public const int MaxReactions = 20;

    /// <summary>Most messages in one place: an answer with those made anew, or a question in all its wordings. What was deleted does not count.</summary>
    public const int MaxVariants = 50;

    /// <summary>Most people that are named in one reaction or rating; its count tells how many there are.</summary>
    public const int MaxNamed = 100;

    /// <summary>Most files of one message.</summary>
    public const int MaxAttachments = 10;

    /// <summary>Most assistants of a room.</summary>
    public const int MaxAssistants = 10;

    /// <summary>Most of a tool's arguments and of its result that is told and kept.</summary>
    public const int MaxToolText = 2000;

    /// <summary>Longest time between two messages of one member in slow mode: six hours.</summary>
    public const int MaxSlowModeSeconds = 6 * 60 * 60;

    /// <summary>Longest time for which history is kept, where it is not kept for ever: ten years.</summary>
    public const int MaxHistoryDays = 3650;

    /// <summary>Most messages in one page of history or of a joined room.</summary>
    public const int MaxPage = 200;

    public const int DefaultPage = 50;

    /// <summary>Most tokens a client may ask of one generation.</summary>
    public const int MaxTokens = 4096;
}
