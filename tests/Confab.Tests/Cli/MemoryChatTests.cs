using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary>What assistants remember, in the terminals of two people over a real server, without any model.</summary>
public sealed class MemoryChatTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-memory-").FullName;
    ChatApplication _app = null!;
    TerminalUnderTest _ada = null!, _ben = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync();
        _ada = await TerminalUnderTest.StartAsync(_app, "Ada");
        _ben = await TerminalUnderTest.StartAsync(_app, "Ben");
    }

    [Fact]
    public async Task A_memory_is_said_told_found_changed_and_forgotten()
    {
        await _ada.EnterAsync("@AIBot remember that my tea is green");
        await _ada.ShowsAsync("AIBot remembers: ", "tea is green · /forget 1");
        await _ben.ShowsAsync("tea is green · /forget 1");

        await _ada.EnterAsync("/memory tea");
        await _ada.ShowsAsync("AIBot remembers\n", "   1  ", "about you, for whoever reads general");

        await _ada.EnterAsync("/memory edit 1 Ada's tea is black");
        await _ben.ShowsAsync("AIBot remembers: Ada's tea is black · /forget 1");

        await _ada.EnterAsync("/forget 1");
        await _ada.ShowsAsync("AIBot has forgotten: Ada's tea is black");
        await _ben.ShowsAsync("AIBot has forgotten: Ada's tea is black");
        await _ada.EnterAsync("/memory");
        await _ada.ShowsAsync("Nothing is remembered. Say \"@AIBot remember that …\"");
    }

    [Fact]
    public async Task It_is_also_forgotten_in_plain_words()
    {
        await _ada.EnterAsync("/remember that we meet on Fridays");
        await _ben.ShowsAsync("@AIBot remember that we meet on Fridays", "meet on Fridays · /forget 1");

        await _ada.EnterAsync("@AIBot forget that we meet on Fridays");

        await _ben.ShowsAsync("AIBot has forgotten: ");
    }

    [Fact]
    public async Task Everything_is_forgotten_only_by_who_is_sure()
    {
        await _ada.EnterAsync("/remember my cat is called Cleo");
        await _ada.ShowsAsync("/forget 1");

        await _ada.EnterAsync("/forget all");
        await _ada.ShowsAsync("To be sure: /forget all yes");
        await _ada.EnterAsync("/memory cat");
        await _ada.ShowsAsync("about you");
        await _ada.EnterAsync("/forget all yes");

        await _ada.ShowsAsync("1 memory is forgotten.", "AIBot has forgotten: ");
    }

    [Fact]
    public async Task What_one_may_not_change_is_refused_in_words()
    {
        await _ada.EnterAsync("/remember my tea is green");
        await _ben.ShowsAsync("/forget 1");

        await _ben.EnterAsync("/forget 1");
        await _ben.ShowsAsync("this memory is changed by whom it is about");
        await _ben.EnterAsync("/forget 7");
        await _ben.ShowsAsync("There is no memory 7 here.");
    }

    [Fact]
    public async Task Memories_leave_in_a_file_and_come_back()
    {
        var file = Path.Combine(_folder, "my memory.json");
        await _ada.EnterAsync("/remember my tea is green");
        await _ada.ShowsAsync("/forget 1");

        await _ada.EnterAsync($"/memory export {file}");
        await _ada.ShowsAsync("What AIBot remembers about you is in");
        await _ada.EnterAsync("/forget all yes");
        await _ada.ShowsAsync("AIBot has forgotten");
        await _ada.EnterAsync($"/memory import {file}");

        await _ada.ShowsAsync("AIBot has 1 new memories", "tea is green · /forget 2");
        await _ada.EnterAsync("/memory");
        await _ada.ShowsAsync("about you, for you alone");
    }

    [Fact]
    public async Task Who_does_not_want_to_be_remembered_is_not()
    {
        await _ada.EnterAsync("/memory off");
        await _ada.ShowsAsync("AIBot remembers nothing more of you");
        await _ada.EnterAsync("@AIBot remember that my tea is green");
        await _ada.ShowsAsync("AIBot  ", "1 @AIBot", "  2 ");
        await _ada.EnterAsync("/memory");
        await _ada.ShowsAsync("Nothing is remembered", "AIBot is not to remember you; /memory on AIBot lets it.");

        await _ada.EnterAsync("/memory on AIBot");
        await _ada.ShowsAsync("AIBot may remember you.");
        await _ada.EnterAsync("@AIBot remember that my tea is black");
        await _ada.ShowsAsync("tea is black · /forget 1");
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _ben.DisposeAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
