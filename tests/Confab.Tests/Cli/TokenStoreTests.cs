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

        Assert.Equal(["secret"], NewStore().Find(new Uri("http://LOCALHOST:8765/"), "ada"));
        Assert.Empty(NewStore().Find(Here, "bob"));
        Assert.Empty(NewStore().Find(new Uri("http://localhost:9000"), "ada"));
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

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal([$"token{i}"], NewStore().Find(Here, $"name{i}")));
    }

    [Fact]
    public async Task A_new_token_stands_before_the_old_ones_and_takes_none_of_them_away()
    {
        foreach (var token in new[] { "old", "middle", "new", "middle" }) await NewStore().KeepAsync(Here, "ada", token, TestTime.Deadline());

        Assert.Equal(["middle", "new", "old"], NewStore().Find(Here, "ada"));
    }

    [Fact]
    public async Task Forgetting_takes_one_token_and_leaves_the_others()
    {
        await NewStore().KeepAsync(Here, "ada", "works", TestTime.Deadline());
        await NewStore().KeepAsync(Here, "ada", "opens nothing", TestTime.Deadline());
        await NewStore().ForgetAsync(Here, "ada", "opens nothing", TestTime.Deadline());

        Assert.Equal(["works"], NewStore().Find(Here, "ada"));
    }

    [Fact]
    public async Task Terminals_that_need_a_token_for_one_name_at_once_agree_on_one()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() =>
            new TokenStore(FilePath, TimeProvider.System).FindOrKeepAsync(Here, "ada", $"token{i}", TestTime.Deadline()))));

        Assert.Single(made.Distinct());
        Assert.Equal([made[0]], NewStore().Find(Here, "ada"));
    }

    [Fact]
    public async Task A_file_with_one_token_to_a_name_is_still_read()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, """{"http://localhost:8765":{"ada":"secret"}}""");
        await NewStore().KeepAsync(Here, "ada", "new", TestTime.Deadline());

        Assert.Equal(["new", "secret"], NewStore().Find(Here, "ada"));
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
