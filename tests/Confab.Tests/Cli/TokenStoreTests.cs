using Confab.Cli.CommandLine;
using Confab.Cli.Rooms;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class TokenStoreTests : IDisposable
{
    static readonly Uri Here = new("http://localhost:8765");

    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;

    string FilePath => Path.Combine(_folder, "confab", "tokens.json");

    [Fact]
    public async Task A_token_is_kept_per_server_and_name()
    {
        await NewStore().KeepAsync(Here, "Ada", "secret", TestTime.Deadline());

        Assert.Equal("secret", NewStore().Find(new Uri("http://LOCALHOST:8765/"), "ada"));
        Assert.Null(NewStore().Find(Here, "bob"));
        Assert.Null(NewStore().Find(new Uri("http://localhost:9000"), "ada"));
    }

    [Fact]
    public async Task Only_the_user_may_read_the_file()
    {
        if (OperatingSystem.IsWindows()) return;
        await NewStore().KeepAsync(Here, "ada", "secret", TestTime.Deadline());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public async Task Terminals_that_start_at_once_lose_no_token()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            new TokenStore(FilePath, TimeProvider.System).KeepAsync(Here, $"name{i}", $"token{i}", TestTime.Deadline()))));

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal($"token{i}", NewStore().Find(Here, $"name{i}")));
    }

    [Fact]
    public async Task A_forgotten_token_is_gone()
    {
        await NewStore().KeepAsync(Here, "ada", "secret", TestTime.Deadline());
        await NewStore().ForgetAsync(Here, "ada", TestTime.Deadline());

        Assert.Null(NewStore().Find(Here, "ada"));
    }

    [Fact]
    public async Task A_broken_file_is_named_and_not_overwritten()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, "oops");

        var failure = await Assert.ThrowsAsync<Failure>(() => NewStore().KeepAsync(Here, "ada", "secret", TestTime.Deadline()));
        Assert.Contains(FilePath, failure.Message);
        Assert.Equal("oops", File.ReadAllText(FilePath));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    TokenStore NewStore() => new(FilePath, new FakeTime());
}
