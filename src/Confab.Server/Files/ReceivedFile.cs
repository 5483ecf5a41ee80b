using System.Buffers;
using Confab.Inference.Files;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Files;

/// <summary>The bytes of one upload on their way to the disk: whole and synced, or nothing of them.</summary>
static class ReceivedFile
{
    const int BufferSize = 64 * 1024;

    /// <summary>Writes the body to a file, and returns its length and first bytes.</summary>
    /// <exception cref="RequestRefused">It is empty or too large.</exception>
    /// <exception cref="IOException">The line broke, or the disk is full.</exception>
    public static async Task<(long Length, byte[] Head)> SaveAsync(Stream body, AtomicFile file, long most, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            byte[] head = [];
            long length = 0;
            while (await body.ReadAsync(buffer, stop) is var count and > 0)
            {
                length += count;
                if (length > most) throw TooLarge(most);
                if (head.Length < MediaType.HeadLength) head = [.. head, .. buffer.AsSpan(0, Math.Min(count, MediaType.HeadLength - head.Length))];
                await file.Content.WriteAsync(buffer.AsMemory(0, count), stop);
            }
            if (length == 0) throw new RequestRefused(ErrorCode.BadRequest, "the file is empty; send its bytes as the body, or as the form's field \"file\"", "file");
            file.Commit();
            return (length, head);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static RequestRefused TooLarge(long most) => new(ErrorCode.TooLarge, $"a file has at most {most:N0} bytes here", "file");
}
