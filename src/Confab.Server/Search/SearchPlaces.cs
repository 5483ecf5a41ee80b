using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Search;

/// <summary>
/// Where a page of hits ended, as a word that says nothing: the number behind it counts the messages of all rooms, and so would
/// tell how much others say. The key is of this run of the server.
/// </summary>
public sealed class SearchPlaces : IDisposable
{
    const int Block = 16;

    readonly Aes _cipher = Aes.Create();

    public string Write(long doc)
    {
        Span<byte> block = stackalloc byte[Block];
        BinaryPrimitives.WriteInt64LittleEndian(block, doc);
        return Base64Url.EncodeToString(_cipher.EncryptEcb(block, PaddingMode.None));
    }

    /// <exception cref="RequestRefused">We wrote no such word since we started.</exception>
    public long Read(string word)
    {
        Span<byte> block = stackalloc byte[Block];
        if (!Base64Url.IsValid(word, out var length) || length != Block || !Base64Url.TryDecodeFromChars(word, block, out _)) throw Unknown();
        var plain = _cipher.DecryptEcb(block, PaddingMode.None);
        return BinaryPrimitives.ReadInt64LittleEndian(plain.AsSpan(8)) == 0 ? BinaryPrimitives.ReadInt64LittleEndian(plain) : throw Unknown();
    }

    static RequestRefused Unknown() =>
        new(ErrorCode.BadRequest, "this place is not known, the server may have started anew; search again without \"before\"", "before");

    public void Dispose() => _cipher.Dispose();
}
