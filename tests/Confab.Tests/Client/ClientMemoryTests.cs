using System.Text;
using Confab.Client;
using Confab.Client.Assistants;
using Confab.Client.Memory;
using Confab.Protocol;
using Confab.Tests.Support;
using static Confab.Tests.Client.Frames;

namespace Confab.Tests.Client;

/// <summary>Memory, assistants and tools over HTTP, as programs use them.</summary>
public sealed class ClientMemoryTests : IAsyncLifetime
{
    ChatApplication _app = null!;
    ClientUnderTest _ada = null!, _ben = null!;

    ConfabClient Ada => _ada.Client;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync();
        _ada = await (await new ClientUnderTest(_app.Address).ConnectAsync("ada")).JoinAsync();
        _ben = await (await new ClientUnderTest(_app.Address).ConnectAsync("ben")).JoinAsync();
    }

    [Fact]
    public async Task A_memory_is_added_found_edited_and_forgotten_and_nobody_elses_business()
    {
        var stop = TestTime.Deadline();
        var added = await Ada.AddMemoryAsync(new("ada's tea is green", Importance: 7), stop);
        Assert.Equal((MemoryScope.Private, MemoryTier.LongTerm, Ada.User.Id, 7, true), (added.Scope, added.Tier, added.UserId!.Value, added.Importance!.Value, added.MayChange));
        var told = await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MemoryChanged);
        Assert.Equal(added.Id, Assert.Single(((MemoryChanged)told.Frame).Remembered).Id);

        Assert.Equal(added, Assert.Single((await Ada.ListMemoriesAsync(new(Words: "green", Scope: MemoryScope.Private, Tier: MemoryTier.LongTerm), stop)).Memories));
        Assert.Empty((await Ada.ListMemoriesAsync(new(Scope: MemoryScope.Room, Tier: MemoryTier.Episodic), stop)).Memories);
        Assert.Empty((await _ben.Client.ListMemoriesAsync(stop: stop)).Memories);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _ben.Client.ForgetAsync(added.Id, stop));
        Assert.Equal(ErrorCode.UnknownMemory, refused.Error.Code);

        var edited = await Ada.EditMemoryAsync(added.Id, new("ada's tea is black", MemoryScope.User), stop);
        Assert.Equal(("ada's tea is black", MemoryScope.User), (edited.Content, edited.Scope));
        await Ada.ForgetAsync(added.Id, stop);
        Assert.Empty((await Ada.ListMemoriesAsync(stop: stop)).Memories);
    }

    [Fact]
    public async Task Memories_leave_and_come_back_page_by_page_and_all_are_forgotten_at_once()
    {
        var stop = TestTime.Deadline();
        foreach (var fact in (string[])["the cat is called Cleo", "the dog is called Rex", "the fish has no name"]) await Ada.AddMemoryAsync(new(fact), stop);
        using var file = new MemoryStream();
        await Ada.ExportMemoriesAsync(file, stop: stop);

        Assert.Equal(3, await Ada.ForgetAllAsync(stop: stop));
        file.Position = 0;
        Assert.Equal(new MemoryImport(3, 0), await Ada.ImportMemoriesAsync(file, stop: stop));

        var first = await Ada.ListMemoriesAsync(new(Limit: 2), stop);
        var second = await Ada.ListMemoriesAsync(new(Limit: 2, Skip: 2), stop);
        Assert.Equal((2, true, 1, false), (first.Memories.Count, first.HasMore, second.Memories.Count, second.HasMore));
        Assert.Contains("Cleo", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task One_says_by_whom_one_is_not_to_be_remembered()
    {
        var aibot = new UserId("assistant:aibot");
        Assert.Equal([aibot], (await Ada.SwitchMemoryAsync(aibot, isOn: false, TestTime.Deadline())).Off);
        await Assert.ThrowsAsync<RequestRefusedException>(() => Ada.AddMemoryAsync(new("tea"), TestTime.Deadline()));

        await Ada.SwitchMemoryAsync(aibot, isOn: true, TestTime.Deadline());
        Assert.Empty((await Ada.ReadMemorySwitchesAsync(TestTime.Deadline())).Off);
    }

    [Fact]
    public async Task An_assistant_is_made_read_changed_and_deleted()
    {
        var stop = TestTime.Deadline();
        var rex = await Ada.MakeAssistantAsync(new(Name: "Rex", Description: "Barks", Instructions: "Answer like a dog.", Mode: AssistantMode.Mention, Memory: false), stop);
        Assert.Equal(("Rex", true, false, "Answer like a dog."), (rex.Handle, rex.IsYours, rex.Memory, rex.Instructions));
        Assert.Contains("Answer like a dog.", await Ada.ReadAssistantTextAsync(rex.Id, stop));

        var changed = await Ada.ChangeAssistantAsync(rex.Id, new AssistantDraft(Name: "Rex", Instructions: "Answer like a cat.", Tools: ["time"]), stop);
        Assert.Equal(["time"], changed.Tools);
        Assert.Equal(rex.Id, (await _ben.Client.ReadAssistantAsync(rex.Id, stop)).Id);
        await Ada.DeleteAssistantAsync(rex.Id, stop);

        Assert.DoesNotContain((await Ada.ListAssistantsAsync(stop)).Assistants, one => one.Id == rex.Id);
        Assert.Contains((await Ada.ListToolsAsync(stop)).BuiltIn, tool => tool.Name == "calculator");
    }

    [Fact]
    public async Task An_answer_is_written_again_as_a_variant_and_says_what_it_was_made_of()
    {
        await Ada.ChatAsync(General, "@AIBot what is Python?", stop: TestTime.Deadline());
        var first = ((MessageEvent)(await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MessageEvent { Message.Author.Kind: AuthorKind.Assistant })).Frame).Message;

        var ack = await Ada.RegenerateAsync(first.Id, stop: TestTime.Deadline());
        var again = ((MessageEvent)(await _ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MessageEvent { Message.VariantOf: not null })).Frame).Message;

        Assert.Equal((ack.MessageId, first.Id), (again.Id, again.VariantOf!.Value));
        Assert.Equal(again.Id, _ada.General.Branches.At(first.Seq)!.Id);
        var saw = await _ben.Client.ReadPromptAsync(again.Id, TestTime.Deadline());
        Assert.Contains(saw.Parts, part => part.Kind == "message" && part.Content!.Contains("what is Python?"));
        var whole = await Assert.ThrowsAsync<RequestRefusedException>(() => Ada.ContinueAsync(again.Id, stop: TestTime.Deadline()));
        Assert.Equal(ErrorCode.BadRequest, whole.Error.Code);
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _ben.DisposeAsync();
        await _app.DisposeAsync();
    }
}
