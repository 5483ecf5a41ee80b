using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Server.Generation;

namespace Confab.Cli.Catalog;

/// <summary><c>confab models show</c>.</summary>
static class ShowModel
{
    public static Command Create()
    {
        var (name, folder, server) = (CatalogOptions.Name(), CatalogOptions.Folder(), CatalogOptions.Server(isRequired: false));
        var command = new Command("show", "Everything that is known of a model") { name, folder, server };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(server) is { } url)
            {
                using var models = new ServerModels(url);
                ModelTable.WriteOne(await models.ShowAsync(parsed.GetRequiredValue(name), stop), source: null);
                return ExitCode.Ok;
            }
            var (catalog, model) = await CatalogOptions.RequireAsync(CatalogOptions.Open(parsed.GetValue(folder)!), parsed.GetRequiredValue(name));
            await using var owned = catalog;
            ModelTable.WriteOne(model.Info(isDefault: false), model.Card.Source);
            return ExitCode.Ok;
        });
        return command;
    }
}
