using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Tests.Support;

namespace Confab.Tests.Assistants;

public class AssistantFolderTests
{
    [Fact]
    public async Task Those_that_come_along_are_there_without_a_word()
    {
        await using var app = await ChatApplication.StartAsync();

        Assert.Equal(
            ["AIBot", "Reviewer", "Summariser", "Support", "Translator", "Tutor", "Writer"],
            app.Get<AssistantList>().All.Select(a => a.Handle).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_operators_file_takes_the_place_of_one_that_came_along_and_gives_it_back()
    {
        await using var app = await ChatApplication.StartAsync();
        var files = new OperatorFiles(app);

        files.Write("mine.md", "name: Rex\nhandle: aibot", "Bark.");
        Assert.Equal(("Rex", "Bark.", AssistantList.Default), Shown(app, AssistantList.Default));
        files.Write("mine.md", "name: Rex\nhandle: aibot", "Bark twice.");
        Assert.Equal("Bark twice.", Shown(app, AssistantList.Default).Instructions);
        files.Delete("mine.md");

        Assert.Equal("AIBot", Shown(app, AssistantList.Default).Name);
    }

    [Fact]
    public async Task A_file_that_goes_wrong_counts_as_it_was_and_is_reported()
    {
        await using var app = await ChatApplication.StartAsync();
        var files = new OperatorFiles(app);
        files.Write("rex.md", "name: Rex", "Bark.");

        files.Write("rex.md", "name: Rex\nmode: loud", "Bark.");

        Assert.Equal("Bark.", app.Get<AssistantList>().FindByHandle("rex")!.Instructions);
        var (file, why) = Assert.Single(app.Get<AssistantFiles>().Faults);
        Assert.EndsWith("rex.md", file, StringComparison.Ordinal);
        Assert.Contains("line 3, \"mode\"", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_nowhere_is_reported_and_stops_nothing()
    {
        await using var app = await ChatApplication.StartAsync();
        var files = new OperatorFiles(app);
        File.CreateSymbolicLink(Path.Combine(files.Folder, "gone.md"), Path.Combine(files.Folder, "nowhere"));

        files.Write("rex.md", "name: Rex", "Bark.");

        Assert.Equal("Bark.", app.Get<AssistantList>().FindByHandle("rex")!.Instructions);
        Assert.EndsWith("gone.md", Assert.Single(app.Get<AssistantFiles>().Faults).File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_take_an_assistants_name_or_handle()
    {
        await using var app = await ChatApplication.StartAsync();
        new OperatorFiles(app).Write("rex.md", "name: Good Rex\nhandle: rex", "Bark.");
        await using var socket = await app.OpenAsync();

        Assert.Equal(ErrorCode.NameTaken, (await socket.RefusedAsync(new HelloRequest("REX"))).Code);
        Assert.Equal(ErrorCode.NameTaken, (await socket.RefusedAsync(new HelloRequest("good  rex"))).Code);
    }

    [Fact]
    public async Task What_a_room_lists_follows_the_file_at_once()
    {
        await using var app = await ChatApplication.StartAsync();
        var files = new OperatorFiles(app);
        files.Write("rex.md", "name: Rex\ndescription: Barks", "Bark.");
        await using var watcher = await RoomWatcher.StartAsync(app);
        await using var ada = await app.JoinAsync("ada");
        await ada.DoAsync(new InviteRequest(new("general"), new("assistant:rex")));

        files.Write("rex.md", "name: Rex\ndescription: Barks loudly\npicture: 🐕", "Bark.");
        await watcher.VerifyAsync();
        Assert.Equal("Barks loudly", watcher.Told.Members.Single(m => m.Id.Value == "assistant:rex").Assistant!.Description);

        files.Delete("rex.md");
        await watcher.VerifyAsync();
        Assert.DoesNotContain(watcher.Told.Members, m => m.Id.Value == "assistant:rex");

        files.Write("rex.md", "name: Rex", "Bark.");
        await watcher.VerifyAsync();
        Assert.Contains(watcher.Told.Members, m => m.Id.Value == "assistant:rex");
    }

    static (string Name, string Instructions, UserId Id) Shown(ChatApplication app, UserId id) =>
        app.Get<AssistantList>().Find(id) is { } a ? (a.Name, a.Instructions, a.Id) : default;
}

/// <summary>The operator's folder of a server under test; what is written counts at once.</summary>
sealed class OperatorFiles(ChatApplication app)
{
    public string Folder => Directory.CreateDirectory(Path.Combine(app.Folder, "assistants")).FullName;

    public void Write(string file, string fields, string instructions)
    {
        File.WriteAllText(Path.Combine(Folder, file), $"---\n{fields}\n---\n{instructions}\n");
        app.Get<AssistantFiles>().Refresh();
    }

    public void Delete(string file)
    {
        File.Delete(Path.Combine(Folder, file));
        app.Get<AssistantFiles>().Refresh();
    }
}
