using Confab.Cli.CommandLine;
using Confab.Cli.Memory;
using Confab.Client;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary><c>confab memory</c> over a real server.</summary>
public sealed class PersonalMemoryTests
{
    [Fact]
    public async Task Memories_are_listed_searched_exported_forgotten_and_imported()
    {
        var stop = TestTime.Deadline();
        await using var app = await ChatApplication.StartAsync();
        await using var client = await ConfabClient.ConnectAsync(new ConfabClientOptions { Server = app.Address, Username = "ada" }, stop);
        var cat = await client.AddMemoryAsync(new("the cat is called Cleo"), stop);
        await client.AddMemoryAsync(new("the tea is green"), stop);
        var output = new StringWriter { NewLine = "\n" };
        var memory = await PersonalMemory.OfAsync(client, "@aibot", output, stop);
        var file = new FileInfo(Path.Combine(app.Folder, "memory.json"));

        await memory.ListAsync("cat", stop);
        Assert.Equal($"{cat.Id}\tassistant:aibot\tprivate\tthe cat is called Cleo\n", Taken());
        await memory.ExportAsync(file, stop);
        await Assert.ThrowsAsync<IOException>(() => memory.ExportAsync(file, stop));
        await memory.ForgetAsync([cat.Id.Value], stop);
        await memory.ListAsync(null, stop);
        Assert.DoesNotContain("Cleo", Taken());
        await memory.ForgetAllAsync(stop);
        await memory.ImportAsync(file, stop);
        Assert.Equal("1 forgotten\n2 imported, 0 passed over\n", Taken());

        string Taken()
        {
            var text = output.ToString();
            output.GetStringBuilder().Clear();
            return text;
        }
    }

    [Fact]
    public async Task An_export_leaves_every_other_file_beside_it_as_it_is()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var client = await ConfabClient.ConnectAsync(new ConfabClientOptions { Server = app.Address, Username = "ada" }, TestTime.Deadline());
        var memory = await PersonalMemory.OfAsync(client, null, TextWriter.Null, TestTime.Deadline());
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, "exports")).FullName;
        var (file, other) = (new FileInfo(Path.Combine(folder, "memory.json")), Path.Combine(folder, "memory.json.part"));
        await File.WriteAllTextAsync(other, "mine", TestTime.Deadline());

        await memory.ExportAsync(file, TestTime.Deadline());

        Assert.Equal("mine", await File.ReadAllTextAsync(other, TestTime.Deadline()));
        Assert.Equal(["memory.json", "memory.json.part"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        file.Delete();
        await client.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => memory.ExportAsync(file, TestTime.Deadline()));
        Assert.Equal([other], Directory.GetFiles(folder));
    }

    [Fact]
    public async Task An_assistant_that_there_is_none_of_is_said()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var client = await ConfabClient.ConnectAsync(new ConfabClientOptions { Server = app.Address, Username = "ada" }, TestTime.Deadline());

        var fault = await Assert.ThrowsAsync<Failure>(() => PersonalMemory.OfAsync(client, "nobody", TextWriter.Null, TestTime.Deadline()));
        Assert.Contains("there is no assistant \"nobody\"; there are: ", fault.Message);
    }
}
