using System.Buffers.Binary;
using System.Text;

namespace Confab.Server.Files;

/// <summary>The size of a picture as its header says, as it is shown: a photo that was taken upright says so beside its size.</summary>
readonly record struct PictureSize(int Width, int Height)
{
    const int MostMarkers = 500;

    /// <summary>Null where it is no png, jpeg, gif or webp, or its header is broken.</summary>
    public static PictureSize? Read(Stream picture, string type)
    {
        try
        {
            var size = type switch
            {
                "image/png" => Png(Take(picture, 24)),
                "image/gif" => Gif(Take(picture, 10)),
                "image/webp" => Webp(Take(picture, 30)),
                "image/jpeg" => Jpeg(picture),
                _ => default,
            };
            return size is { Width: > 0, Height: > 0 } ? size : null;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    static PictureSize Png(ReadOnlySpan<byte> b) => new(BinaryPrimitives.ReadInt32BigEndian(b[16..]), BinaryPrimitives.ReadInt32BigEndian(b[20..]));

    static PictureSize Gif(ReadOnlySpan<byte> b) => new(BinaryPrimitives.ReadUInt16LittleEndian(b[6..]), BinaryPrimitives.ReadUInt16LittleEndian(b[8..]));

    static PictureSize Webp(ReadOnlySpan<byte> b) => Encoding.ASCII.GetString(b[12..16]) switch
    {
        "VP8 " => new(BinaryPrimitives.ReadUInt16LittleEndian(b[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(b[28..]) & 0x3FFF),
        "VP8L" => Lossless(BinaryPrimitives.ReadUInt32LittleEndian(b[21..])),
        "VP8X" => new((b[24] | b[25] << 8 | b[26] << 16) + 1, (b[27] | b[28] << 8 | b[29] << 16) + 1),
        _ => default,
    };

    static PictureSize Lossless(uint bits) => new((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);

    // Segments follow each other, each with its length; the frame's own says how large it is.
    static PictureSize Jpeg(Stream picture)
    {
        Take(picture, 2);
        var isTurned = false;
        for (var i = 0; i < MostMarkers; i++)
        {
            var head = Take(picture, 4);
            if (head[0] != 0xFF) return default;
            var length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)) - 2;
            if (length < 0) return default;
            if (head[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var frame = Take(picture, 5);
                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(3)));
                return isTurned ? new(height, width) : new(width, height);
            }
            if (head[1] == 0xE1) isTurned |= IsTurned(Take(picture, length));
            else picture.Seek(length, SeekOrigin.Current);
        }
        return default;
    }

    /// <summary>Whether EXIF's orientation (tag 0x0112) says that width and height change places.</summary>
    static bool IsTurned(ReadOnlySpan<byte> exif)
    {
        const int headerLength = 6, entryLength = 12;
        if (exif.Length < headerLength + 8 || !exif.StartsWith("Exif\0\0"u8)) return false;
        var tiff = exif[headerLength..];
        var isLittle = tiff[0] == 'I';
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return false;
        var entries = tiff[(int)directory..];
        var count = Number(entries, isLittle);
        for (var at = 2; count > 0 && at + entryLength <= entries.Length; at += entryLength, count--)
            if (Number(entries[at..], isLittle) == 0x0112) return Number(entries[(at + 8)..], isLittle) is >= 5 and <= 8;
        return false;
    }

    static ushort Number(ReadOnlySpan<byte> b, bool isLittle) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    static byte[] Take(Stream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
