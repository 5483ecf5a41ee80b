using Confab.Cli.CommandLine;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Memory;

/// <summary>What assistants remember of one person, written and read by lines and files.</summary>
sealed class PersonalMemory(ConfabClient client, UserId? assistant, TextWriter output)
{
    const int PageSize = 200;

    /// <exception cref="Failure">There is no assistant of this handle.</exception>
    public static async Task<PersonalMemory> OfAsync(ConfabClient client, string? handle, TextWriter output, CancellationToken stop)
    {
        if (handle is null) return new(client, null, output);
        var all = (await client.ListAssistantsAsync(stop)).Assistants;
        var found = all.FirstOrDefault(one => one.Handle.Equals(handle.TrimStart('@'), StringComparison.OrdinalIgnoreCase))
            ?? throw new Failure($"there is no assistant \"{handle}\"; there are: {string.Join(", ", all.Select(one => one.Handle))}");
        return new(client, found.Id, output);
    }

    public async Task ListAsync(string? words, CancellationToken stop)
    {
        for (var read = 0; ;)
        {
            var page = await client.ListMemoriesAsync(new(words, assistant, Limit: PageSize, Skip: read), stop);
            foreach (var memory in page.Memories)
                await output.WriteLineAsync($"{memory.Id}\t{memory.AssistantId}\t{memory.Scope.ToString().ToLowerInvariant()}\t{SafeText.CleanLine(memory.Content)}");
            if (!page.HasMore || page.Memories.Count == 0) return;
            read += page.Memories.Count;
        }
    }

    public async Task ExportAsync(FileInfo? file, CancellationToken stop)
    {
        if (file is null)
        {
            await using var shown = Console.OpenStandardOutput();
            await client.ExportMemoriesAsync(shown, assistant, stop);
            return;
        }
        if (file.Exists) throw new IOException($"{file.FullName} is there already; name another file");
        // Half an export is none.
        var part = $"{file.FullName}.{Path.GetRandomFileName()}";
        var destination = new FileStream(part, FileMode.CreateNew);
        try
        {
            await using (destination) await client.ExportMemoriesAsync(destination, assistant, stop);
            File.Move(part, file.FullName);
        }
        finally
        {
            File.Delete(part);
        }
    }

    public async Task ImportAsync(FileInfo file, CancellationToken stop)
    {
        await using var content = file.OpenRead();
        var done = await client.ImportMemoriesAsync(content, assistant, stop);
        await output.WriteLineAsync($"{done.Imported} imported, {done.PassedOver} passed over");
    }

    public async Task ForgetAsync(IEnumerable<string> memories, CancellationToken stop)
    {
        foreach (var memory in memories) await client.ForgetAsync(new MemoryId(memory), stop);
    }

    public async Task ForgetAllAsync(CancellationToken stop) => await output.WriteLineAsync($"{await client.ForgetAllAsync(assistant, stop)} forgotten");
}
