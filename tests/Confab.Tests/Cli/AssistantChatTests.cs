using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Knowledge;
using Confab.Server.Rooms;
using Confab.Server.Tools;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary>Assistants with documents and tools, in the terminal of somebody over a real server.</summary>
public sealed class AssistantChatTests : IAsyncLifetime
{
    static readonly string ToolServer = Path.Combine(AppContext.BaseDirectory, "Confab.TestToolServer.dll");

    readonly ScriptedModel _model = new();
    readonly string _folder = Directory.CreateTempSubdirectory("confab-assistants-").FullName;
    ChatApplication _app = null!;
    TerminalUnderTest _ada = null!;

    public async ValueTask InitializeAsync()
    {
        var servers = Path.Combine(_folder, "mcp.json");
        await File.WriteAllTextAsync(servers, JsonSerializer.Serialize(new { mcpServers = new { test = new { command = "dotnet", args = new[] { ToolServer } } } }));
        var assistants = Directory.CreateDirectory(Path.Combine(_folder, "assistants")).FullName;
        var documents = Directory.CreateDirectory(Path.Combine(assistants, "shop")).FullName;
        await File.WriteAllTextAsync(Path.Combine(documents, "refunds.md"), "# Refunds\n\nMoney goes back within 14 days.\n");
        await File.WriteAllTextAsync(Path.Combine(documents, "prices.pdf"), "tea");
        await File.WriteAllTextAsync(Path.Combine(assistants, "clerk.md"), "---\nname: The Clerk\nhandle: clerk\ntools: [test/*]\nknowledge: shop\n---\n\nYou keep a shop.\n");
        _app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _model, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
            AssistantsFolder = assistants,
            Tools = new ToolOptions { Servers = servers },
        });
        _ada = await TerminalUnderTest.StartAsync(_app, "Ada");
        await _ada.EnterAsync("/create Shop");
        await _ada.ShowsAsync("── Shop ─");
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_assistant_is_invited_and_removed_by_its_handle_as_a_person_is()
    {
        await _ada.EnterAsync("/invite @clerk");
        await _ada.ShowsAsync("The Clerk");
        await _ada.EnterAsync("/assistants");
        await _ada.ShowsAsync("● The Clerk");

        await _ada.EnterAsync("/remove Clerk");

        await TestTime.UntilAsync(() => !IsInShop(), "the clerk has left");
        await _ada.EnterAsync("/invite the clerk");
        await TestTime.UntilAsync(IsInShop, "the clerk is back");
        await _ada.EnterAsync("/mute clerk");
        await _ada.ShowsAsync("Nobody here is called \"clerk\".");
    }

    [Fact]
    public async Task A_tool_server_is_agreed_to_for_a_room_and_used_there()
    {
        await _ada.EnterAsync("/invite clerk");
        await TestTime.UntilAsync(IsInShop, "the clerk is there");
        await _ada.EnterAsync("/tools");
        await _ada.ShowsAsync("not used in this room; /set tools test", "test/echo");
        await _ada.EnterAsync("@clerk hello");
        var before = await _model.NextAsync();
        Assert.DoesNotContain("echo", before.Options?.Tools?.Select(t => t.Name) ?? []);
        before.Say("no tools").Finish();
        await _ada.ShowsAsync("no tools");

        await _ada.EnterAsync("/set tools test");
        await TestTime.UntilAsync(() => Shop().Tools is ["test"], "the room has agreed");

        await _ada.EnterAsync("@clerk hello again");
        (await _model.NextAsync()).Call("echo", ("text", "good morning"));
        (await _model.NextAsync()).Say("It heard me.").Finish();
        await _ada.ShowsAsync("echo", "It heard me.");
        await _ada.EnterAsync("/set tools off");
        await TestTime.UntilAsync(() => Shop().Tools is not { Count: > 0 }, "the room has taken it back");
    }

    [Fact]
    public async Task What_an_answer_cites_is_shown_under_it_and_what_is_left_out_in_the_list()
    {
        await TestTime.UntilAsync(() => _app.Get<KnowledgeKeeper>().StateOf(Clerk) is not null, "the documents were read");
        await _ada.EnterAsync("/invite clerk");
        await TestTime.UntilAsync(IsInShop, "the clerk is there");
        await _ada.EnterAsync("@clerk how long does a refund take?");
        (await _model.NextAsync()).Say("Two weeks [refunds.md:1-3].").Finish();

        await _ada.ShowsAsync("Two weeks", "sources: refunds.md:1–3");
        await _ada.EnterAsync("/assistants");
        await _ada.ShowsAsync("answers from 1 document", "1 file is left out: neither .md nor .txt");
    }

    UserId Clerk => _app.Get<AssistantList>().All.Single(a => a.Handle == "clerk").Id;

    Room Shop() => _app.Get<RoomDirectory>().ListAsync(_ada.Client.User.Id, CancellationToken.None).GetAwaiter().GetResult().Single(room => room.Name == "Shop");

    bool IsInShop() => Shop().Assistants?.Contains(Clerk) == true;
}
