using System.Diagnostics;
using Confab.Inference.Files;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Files;

public sealed class AtomicFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;

    [Fact]
    public void Behind_a_link_the_file_is_replaced_and_not_the_link()
    {
        var (link, chain, target) = (At("link"), At("chain"), At("target"));
        File.WriteAllText(target, "before");
        File.CreateSymbolicLink(chain, target);
        File.CreateSymbolicLink(link, chain);

        AtomicFile.Write(link, "after"u8);

        Assert.Equal(chain, new FileInfo(link).LinkTarget);
        Assert.Equal("after", File.ReadAllText(target));
        Assert.Null(new FileInfo(target).LinkTarget);
    }

    [Fact]
    public void A_link_to_a_file_that_is_not_there_yet_makes_it()
    {
        File.CreateSymbolicLink(At("link"), "later");
        AtomicFile.Write(At("link"), "text"u8);

        Assert.Equal("text", File.ReadAllText(At("later")));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void A_file_keeps_its_mode(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(At("file"), "before");
        File.SetUnixFileMode(At("file"), mode);

        AtomicFile.Write(At("file"), "after"u8);

        Assert.Equal(mode, File.GetUnixFileMode(At("file")));
        Assert.Equal("after", File.ReadAllText(At("file")));
    }

    [Fact]
    public async Task A_pipe_gets_the_bytes_and_stays_a_pipe()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var make = Process.Start("mkfifo", At("pipe"))) await make.WaitForExitAsync(TestTime.Deadline());
        File.CreateSymbolicLink(At("link"), At("pipe"));

        for (var i = 0; i < 2; i++)
        {
            var reading = Task.Run(() => File.ReadAllText(At("pipe")));
            await Task.Run(() => AtomicFile.Write(At("link"), "text"u8)).WaitAsync(TestTime.Deadline());
            Assert.Equal("text", await reading.WaitAsync(TestTime.Deadline()));
        }
        Assert.Equal([At("link"), At("pipe")], Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public void What_a_process_has_open_is_written_to_and_not_replaced()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var open = new FileStream(At("file"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        AtomicFile.Write($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}", "text"u8);

        Assert.Equal("text", new StreamReader(open).ReadToEnd());
        Assert.Single(Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);
}
