using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Cli.Models;

namespace Confab.Cli.Catalog;

/// <summary><c>confab models remove</c>.</summary>
static class RemoveModel
{
    public static Command Create()
    {
        var (name, folder) = (CatalogOptions.Name(), CatalogOptions.Folder());
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new Command("remove", "Delete a model's files from the folder") { name, folder, yes };
        command.SetAction(async (parsed, _) =>
        {
            var lies = CatalogOptions.Open(parsed.GetValue(folder)!);
            var (catalog, model) = await CatalogOptions.RequireAsync(lies, parsed.GetRequiredValue(name));
            await using var owned = catalog;
            var size = model.Card.SizeBytes is { } bytes ? $" ({ByteSize.Of(bytes)})" : "";
            if (!parsed.GetValue(yes) && !Confirmed($"Delete {model.Id}{size} from {lies.Path}?")) return ExitCode.Failed;
            await lies.RemoveAsync(catalog, model);
            Console.Error.WriteLine($"Removed {model.Id}{size}");
            return ExitCode.Ok;
        });
        return command;
    }

    static bool Confirmed(string question)
    {
        if (Console.IsInputRedirected) throw new Failure("nobody is there to confirm it; say so with --yes", ExitCode.Usage);
        Console.Error.Write($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
