using Microsoft.AspNetCore.StaticFiles;

namespace Confab.Server.Files;

/// <summary>What a file is: by its first bytes where they tell, else by the ending of its name.</summary>
static class MediaType
{
    public const string Unknown = "application/octet-stream";

    /// <summary>So many bytes are enough to tell.</summary>
    public const int HeadLength = 16;

    static readonly FileExtensionContentTypeProvider Endings = new();

    public static string Of(ReadOnlySpan<byte> head, string name)
    {
        var byName = Endings.TryGetContentType(name, out var type) ? type : Unknown;
        return ByBytes(head) switch
        {
            // An office document is a zip too, and so is much else.
            "application/zip" => byName.StartsWith("application/", StringComparison.Ordinal) && byName != Unknown ? byName : "application/zip",
            "video/mp4" when byName.StartsWith("audio/", StringComparison.Ordinal) => "audio/mp4",
            "video/webm" when byName.StartsWith("audio/", StringComparison.Ordinal) => "audio/webm",
            { } known => known,
            // The bytes deny what the name says.
            null when byName is "application/pdf" or "image/png" or "image/jpeg" or "image/gif" or "image/webp"
                || byName.StartsWith("audio/", StringComparison.Ordinal) || byName.StartsWith("video/", StringComparison.Ordinal) => Unknown,
            null => byName,
        };
    }

    /// <summary>Whether a browser shows it without running anything in it.</summary>
    public static bool IsHarmlessToShow(string type) =>
        type is "image/png" or "image/jpeg" or "image/gif" or "image/webp"
            or "audio/mpeg" or "audio/wav" or "audio/ogg" or "audio/flac" or "audio/mp4" or "audio/webm"
            or "video/mp4" or "video/webm" or "video/ogg";

    static string? ByBytes(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "application/pdf",
        [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, 0xFB or 0xF3 or 0xF2, ..] => "audio/mpeg",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f', ..] => "image/avif",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', (byte)'i', ..] => "image/heic",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "video/mp4",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => "application/zip",
        [0x1F, 0x8B, ..] => "application/gzip",
        _ => null,
    };
}
