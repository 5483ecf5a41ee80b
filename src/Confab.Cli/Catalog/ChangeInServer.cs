using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Protocol;

namespace Confab.Cli.Catalog;

/// <summary><c>confab models load</c> and <c>unload</c>: in a running server, because a command's own memory ends with it.</summary>
static class ChangeInServer
{
    public static Command Load() => Create("load", "Bring a model into a running server's memory", null, (models, name, _, stop) => models.LoadAsync(name, stop));

    public static Command Unload() => Create(
        "unload", "Take a model out of a running server's memory", new Option<bool>("--force") { Description = "Also while it is answering; the answers end" },
        (models, name, isForced, stop) => models.UnloadAsync(name, isForced, stop));

    static Command Create(string verb, string description, Option<bool>? force, Func<ServerModels, string, bool, CancellationToken, Task<ModelInfo>> change)
    {
        var (name, server) = (CatalogOptions.Name(), CatalogOptions.Server(isRequired: true));
        var command = new Command(verb, description) { name, server };
        if (force is not null) command.Add(force);
        command.SetAction(async (parsed, stop) =>
        {
            using var models = new ServerModels(parsed.GetValue(server)!);
            var changed = await change(models, parsed.GetRequiredValue(name), force is not null && parsed.GetValue(force), stop);
            Console.Error.WriteLine($"{changed.Id} is {changed.State}");
            return ExitCode.Ok;
        });
        return command;
    }
}
