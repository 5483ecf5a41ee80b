using System.CommandLine;
using Confab.Cli.CommandLine;

namespace Confab.Cli.Memory;

/// <summary><c>confab memory</c>: what the assistants of a server remember of one, for scripts.</summary>
static class MemoryCommand
{
    public static Command Create(TimeProvider clock)
    {
        var access = new MemoryAccess(clock);
        return new ExampledCommand("memory", "List, search, export, import and forget what a server's assistants remember of you.",
            "confab memory list --server http://localhost:8765 --name ada",
            "confab memory search tea --name ada",
            "confab memory export memory.json --name ada",
            "confab memory forget 01a1fe67-94a3-7663-a0d6-62337483ffe0 --name ada")
        {
            List(access), Search(access), Export(access), Import(access), Forget(access),
        };
    }

    static Command List(MemoryAccess access)
    {
        var command = new Command("list", "A line for each, the newest first: id, assistant, scope and words, with tabs between them");
        return access.In(command, (person, parsed, stop) => person.ListAsync(words: null, stop));
    }

    static Command Search(MemoryAccess access)
    {
        var words = new Argument<string[]>("words") { Description = "Any of these, what fits best first", Arity = ArgumentArity.OneOrMore };
        var command = new Command("search", "The same of those that have a word in them") { words };
        return access.In(command, (person, parsed, stop) => person.ListAsync(string.Join(' ', parsed.GetValue(words)!), stop));
    }

    static Command Export(MemoryAccess access)
    {
        var file = new Argument<FileInfo?>("file") { Description = "Where to, over nothing that is there; else to the output", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("export", "What one assistant keeps about you, as JSON") { file };
        return access.In(command, (person, parsed, stop) => person.ExportAsync(parsed.GetValue(file), stop));
    }

    static Command Import(MemoryAccess access)
    {
        var file = new Argument<FileInfo>("file") { Description = "An export, also of another program's shortTerm, longTerm, episodic and semantic" };
        var command = new Command("import", "Brings memories along") { file };
        return access.In(command, (person, parsed, stop) => person.ImportAsync(parsed.GetValue(file)!, stop));
    }

    static Command Forget(MemoryAccess access)
    {
        var ids = new Argument<string[]>("id") { Description = "As list shows them", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Everything about you, for good" };
        var command = new Command("forget", "Has memories forgotten") { ids, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(ids) is { Length: > 0 }) result.AddError("give ids, or --all");
        });
        return access.In(command, (person, parsed, stop) => parsed.GetValue(all) ? person.ForgetAllAsync(stop) : person.ForgetAsync(parsed.GetValue(ids)!, stop));
    }
}
