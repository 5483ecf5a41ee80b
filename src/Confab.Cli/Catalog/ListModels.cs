using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Inference.Catalog;
using Confab.Server.Generation;

namespace Confab.Cli.Catalog;

/// <summary><c>confab models list</c>.</summary>
static class ListModels
{
    public static Command Create()
    {
        var (folder, server) = (CatalogOptions.Folder(), CatalogOptions.Server(isRequired: false));
        var command = new Command("list", "What lies in the folder, or what a running server has") { folder, server };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(server) is { } url)
            {
                using var models = new ServerModels(url);
                ModelTable.Write((await models.ListAsync(stop)).Models);
                return ExitCode.Ok;
            }
            var lies = CatalogOptions.Open(parsed.GetValue(folder)!);
            await using var catalog = new ModelCatalog();
            lies.AddTo(catalog);
            if (catalog.List().Count == 0) Console.Error.WriteLine($"confab: there are no models in {lies.Path}; pull one with: confab models pull URL");
            ModelTable.Write([.. catalog.List().Select(model => model.Info(isDefault: false))]);
            return ExitCode.Ok;
        });
        return command;
    }
}
