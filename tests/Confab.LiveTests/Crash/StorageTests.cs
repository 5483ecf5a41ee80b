using Confab.LiveTests.Support;

namespace Confab.LiveTests.Crash;

public class StorageTests
{
    [Fact]
    public async Task The_server_runs_on_the_SQLite_that_it_brings_where_the_system_has_none()
    {
        var (port, data) = (ConfabProcess.FreePort(), ConfabProcess.NewFolder());
        await using var server = await ConfabProcess.ServeAsync(port, data, environment: [new("CONFAB_SQLITE", "bundled")]);
        await using var confab = ConfabProcess.Start("chat", "--server", $"http://localhost:{port}", "--name", "bob");

        var (exit, output, _) = await confab.FinishAsync("/AIBot Tell me about databases\n");

        Assert.Equal(0, exit);
        Assert.StartsWith("AIBot: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_over_the_same_data_is_refused_and_the_first_one_goes_on()
    {
        var (port, data) = (ConfabProcess.FreePort(), ConfabProcess.NewFolder());
        await using var first = await ConfabProcess.ServeAsync(port, data);
        await using var second = ConfabProcess.Start("serve", "--port", $"{ConfabProcess.FreePort()}", "--data", data);

        var (exit, _, errors) = await second.FinishAsync();

        Assert.Equal(1, exit);
        Assert.Contains("another confab uses the data", errors, StringComparison.Ordinal);
        await using var confab = ConfabProcess.Start("chat", "--server", $"http://localhost:{port}", "--name", "bob");
        Assert.Equal(0, (await confab.FinishAsync("still here\n")).ExitCode);
    }
}
