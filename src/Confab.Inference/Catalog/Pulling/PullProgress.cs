namespace Confab.Inference.Catalog.Pulling;

/// <summary>What a pull is doing.</summary>
public enum PullStage
{
    /// <summary>Bytes are coming.</summary>
    Downloading,

    /// <summary>The connection failed; it is tried again after a pause.</summary>
    Waiting,

    /// <summary>Everything is here and its checksum is being computed.</summary>
    Checking,

    /// <summary>The file is in its place.</summary>
    Done,
}

/// <summary>How far a pull is.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="Bytes">The bytes that are here, those of an earlier pull included; while checking, the bytes that are checked.</param>
/// <param name="TotalBytes">The file's size; null where the server does not tell.</param>
/// <param name="BytesPerSecond">The speed of the last seconds; 0 until it is known.</param>
/// <param name="Remaining">The time that the rest takes at this speed; null where it is not known.</param>
/// <param name="Trouble">Why it waits; null in the other stages.</param>
public sealed record PullProgress(
    PullStage Stage, long Bytes, long? TotalBytes, double BytesPerSecond, TimeSpan? Remaining, string? Trouble = null);
