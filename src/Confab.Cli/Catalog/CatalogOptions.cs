using System.CommandLine;
using Confab.Cli.Chat;
using Confab.Cli.CommandLine;
using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Inference.Llama;
using Confab.Server.Generation.Models;

namespace Confab.Cli.Catalog;

/// <summary>The options that the model commands share.</summary>
static class CatalogOptions
{
    public const string DefaultFolder = "./models";

    public static Option<string> Folder() => new("--models") { Description = "The folder of the models", HelpName = "DIR", DefaultValueFactory = _ => DefaultFolder };

    public static Option<Uri?> Server(bool isRequired) => new("--server", "-s")
    {
        Description = isRequired ? "The running server" : "Ask a running server instead of the folder",
        HelpName = "URL",
        CustomParser = ServerUrl.Parse,
        DefaultValueFactory = _ => isRequired ? new Uri("http://localhost:8765") : null,
    };

    public static Argument<string> Name() => new("name") { Description = "The model's id: its file's name without the ending" };

    public static ModelFolder Open(string folder, ModelPuller? puller = null) => new(folder, new ModelEngines(new LlamaOptions()).Open, puller);

    /// <exception cref="Failure">There is no such model.</exception>
    public static async Task<(ModelCatalog Catalog, Model Model)> RequireAsync(ModelFolder folder, string name)
    {
        var catalog = new ModelCatalog();
        folder.AddTo(catalog);
        if (catalog.Find(name) is { } model) return (catalog, model);
        var known = string.Join(", ", catalog.List().Select(m => m.Id));
        await catalog.DisposeAsync();
        throw new Failure($"there is no model '{name}' in {folder.Path}" + (known.Length == 0 ? "; pull one with: confab models pull URL" : $"; there are: {known}"));
    }
}
