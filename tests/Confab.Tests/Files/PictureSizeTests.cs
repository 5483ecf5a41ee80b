using Confab.Server.Files;

namespace Confab.Tests.Files;

public class PictureSizeTests
{
    [Theory]
    [InlineData("image/png", "89504E470D0A1A0A0000000D49484452000002800000 01E0", 640, 480)]
    [InlineData("image/gif", "474946383961 8002 E001", 640, 480)]
    [InlineData("image/webp", "52494646000000005745425056503820 00000000 000000 9D012A 8002 E001", 640, 480)]
    [InlineData("image/webp", "5249464600000000574542505650384C 00000000 2F 7FC27700 0000000000", 640, 480)]
    [InlineData("image/webp", "52494646000000005745425056503858 00000000 00000000 7F0200 DF0100", 640, 480)]
    [InlineData("image/jpeg", "FFD8 FFE0 0004 AAAA FFC0 0011 08 01E0 0280 03", 640, 480)]
    [InlineData("image/jpeg", "FFD8 FFE1 0022 457869660000 4D4D002A00000008 0001 0112 0003 00000001 0006 0000 00000000 FFC2 0011 08 01E0 0280 03", 480, 640)]
    [InlineData("image/jpeg", "FFD8 FFE1 0022 457869660000 49492A0008000000 0100 1201 0300 01000000 0100 0000 00000000 FFC0 0011 08 01E0 0280 03", 640, 480)]
    public void A_header_tells_the_size_as_it_is_shown(string type, string hex, int width, int height)
    {
        Assert.Equal(new PictureSize(width, height), PictureSize.Read(Bytes(hex), type));
    }

    [Theory]
    [InlineData("image/png", "89504E470D0A1A0A")]
    [InlineData("image/png", "89504E470D0A1A0A0000000D4948445200000000000001E0")]
    [InlineData("image/png", "89504E470D0A1A0A0000000D49484452FFFFFFFF000001E0")]
    [InlineData("image/jpeg", "FFD8 FFE0 0000")]
    [InlineData("image/jpeg", "FFD8 FFE1 FFFF 4578")]
    [InlineData("image/jpeg", "FFD8 1234 5678 9ABC")]
    [InlineData("image/webp", "52494646000000005745425041414141 00000000 00000000 7F0200 DF0100")]
    [InlineData("text/plain", "00")]
    public void A_broken_header_tells_nothing_and_breaks_nothing(string type, string hex)
    {
        Assert.Null(PictureSize.Read(Bytes(hex), type));
    }

    [Fact]
    public void Whatever_bytes_come_the_header_is_read_to_an_end()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            byte[] start = [0xFF, 0xD8, 0xFF, 0xE1, 0, 60, .. "Exif\0\0"u8, (byte)(i % 2 == 0 ? 'I' : 'M')];
            foreach (var type in (string[])["image/png", "image/gif", "image/webp", "image/jpeg"])
                Assert.True(PictureSize.Read(new MemoryStream([.. start, .. bytes]), type) is null or { Width: > 0, Height: > 0 });
        }
    }

    static MemoryStream Bytes(string hex) => new(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
}
