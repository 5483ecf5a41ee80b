using Confab.LiveTests.Support;

namespace Confab.LiveTests.Terminal;

public class TerminalTests
{
    const string Enter = "\r", Tab = "\t", Escape = "\e", Interrupt = "\x03";

    [Fact]
    public async Task Two_people_talk_at_two_terminals_over_a_server_that_dies_and_comes_back()
    {
        await using var server = await LiveServer.StartAsync();
        await using var ada = await AtTerminalAsync(server, "ada");
        await using var ben = await AtTerminalAsync(server, "ben");

        await ada.TypeAsync("Godo morning" + Enter);
        await ben.ShowsAsync("  1 Godo morning");
        await ada.ShowsAsync("✓✓ read");
        await ada.TypeAsync("/ed" + Tab + "Good morning" + Enter);
        await ben.ShowsAsync("  1 Good morning  (edited)");

        await ben.TypeAsync("/thread 1 and to you" + Enter);
        await ada.ShowsAsync("↳ 1 reply, 1 new");
        await ada.TypeAsync("/thread 1" + Enter);
        await ada.ShowsAsync("2 and to you");
        var before = ada.Drawn.Length;
        await ada.TypeAsync(Escape);
        await ada.ShowsAsync("› Write a message", before);

        await server.KillAsync();
        await ada.ShowsAsync("offline, next try");
        await ada.TypeAsync("written meanwhile" + Enter);
        await ada.ShowsAsync("will be sent when the connection is back");
        await server.RestartAsync();
        await ben.ShowsAsync("  3 written meanwhile");

        await ada.TypeAsync(Interrupt);
        Assert.Equal(0, await ada.EndAsync());
        await ben.TypeAsync("/quit" + Enter);
        Assert.Equal(0, await ben.EndAsync());
    }

    [Fact]
    public async Task What_is_suggested_after_an_answer_is_taken_with_Tab()
    {
        await using var server = await LiveServer.StartAsync();
        await using var ada = await AtTerminalAsync(server, "ada");

        await ada.TypeAsync("@AIBot what is Python?" + Enter);
        await ada.ShowsAsync("/1 ");
        var before = ada.Drawn.Length;
        await ada.TypeAsync(Tab);
        await ada.ShowsAsync("› @AIBot ", before);
        await ada.TypeAsync(Enter);

        await ada.ShowsAsync("  3 @AIBot", before);
    }

    static async Task<TerminalProcess> AtTerminalAsync(LiveServer server, string name)
    {
        var terminal = TerminalProcess.Start("chat", "--server", server.Address, "--name", name);
        await terminal.ShowsAsync("── general");
        await terminal.ShowsAsync("› Write a message");
        return terminal;
    }
}
