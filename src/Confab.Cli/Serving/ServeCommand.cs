using System.CommandLine;
using Confab.Cli.Catalog;
using Confab.Cli.CommandLine;
using Confab.Cli.Models;
using Confab.Cli.Terminal.Text;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Server;
using Confab.Server.Files;
using Confab.Server.Suggestions;
using Confab.Server.Tools;

namespace Confab.Cli.Serving;

/// <summary><c>confab serve</c>: the server with its page.</summary>
static class ServeCommand
{
    const int DefaultSlots = 4;
    const double MegaByte = 1024 * 1024;

    public static Command Create()
    {
        var port = new Option<int>("--port", "-p") { Description = "The port; 0 takes a free one", HelpName = "PORT", DefaultValueFactory = _ => ServerOptions.DefaultPort };
        var host = new Option<string>("--host") { Description = "The address to listen on; * for every one", HelpName = "ADDRESS", DefaultValueFactory = _ => "localhost" };
        var data = new Option<string>("--data") { Description = "The folder of everything the server keeps", HelpName = "DIR", DefaultValueFactory = _ => "./data" };
        var models = new Option<string[]>("--model", "-m") { Description = "A GGUF file that answers; may be given several times, the first answers by default", HelpName = "FILE" };
        var origins = new Option<string[]>("--allow-origin") { Description = "Another origin whose pages may connect, such as https://chat.example.org", HelpName = "ORIGIN" };
        var limit = new Option<string>("--rate-limit") { Description = "Whether one user's requests are limited", DefaultValueFactory = _ => "on" };
        var open = new Option<bool>("--open") { Description = "Let anybody who reaches the address take a free name; needed for addresses beyond this machine" };
        var slots = new Option<int>("--slots") { Description = "Answers that each model writes at once", HelpName = "N", DefaultValueFactory = _ => DefaultSlots };
        var folder = new Option<string>("--models") { Description = "The folder of further models, loaded when they are needed", HelpName = "DIR", DefaultValueFactory = _ => CatalogOptions.DefaultFolder };
        var assistants = new Option<string?>("--assistants") { Description = "The folder of your own assistants; \"assistants\" beside the data by default", HelpName = "DIR" };
        var toolServers = new Option<string>("--tool-servers") { Description = "The file that names tool servers for assistants (Model Context Protocol); it need not be there", HelpName = "FILE", DefaultValueFactory = _ => "mcp.json" };
        var strategy = new Option<string>("--strategy") { Description = "How a model is chosen where nobody names one; the first one answers by default" };
        var memory = new Option<double?>("--model-memory") { Description = "What loaded models may take together, in gigabytes; 80 % of the machine's by default", HelpName = "GB" };
        var manage = new Option<bool?>("--manage-models") { Description = "Whether people may load, pull and remove models; on this machine's own address they may by default" };
        var silent = new Option<bool>("--no-suggestions") { Description = "Suggest nothing after an answer; it takes the model a short generation each time" };
        var maxFile = new Option<double>("--max-file-size") { Description = "The largest file that may be sent, in megabytes", HelpName = "MB", DefaultValueFactory = _ => UploadOptions.DefaultMaxFileBytes / MegaByte };
        var running = new ModelOptions();
        Models.Limits.Require(port, 0, 65535);
        Models.Limits.Require(slots, 1, 64);
        Models.Limits.Require(maxFile, 0.001, 65_536);
        Models.Limits.Require(memory, 0.001, 1_000_000);
        limit.AcceptOnlyFromAmong("on", "off");
        strategy.AcceptOnlyFromAmong([.. StrategyNames.All]);

        var command = new ExampledCommand("serve", "Run the chat server. Without a model the built-in agent answers.",
            "confab serve",
            "confab serve --model models/qwen2.5-0.5b-instruct-q4_0.gguf --slots 8",
            "confab serve --host '*' --open --port 80 --data /var/lib/confab --allow-origin https://chat.example.org")
        { port, host, open, data, models, folder, assistants, toolServers, strategy, memory, manage, silent, origins, limit, slots, maxFile };
        running.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var options = new ServerOptions
            {
                Port = parsed.GetValue(port),
                Host = parsed.GetValue(host)!,
                IsOpen = parsed.GetValue(open),
                DataFolder = parsed.GetValue(data)!,
                AllowedOrigins = parsed.GetValue(origins) ?? [],
                ModelsFolder = parsed.GetValue(folder)!,
                AssistantsFolder = parsed.GetValue(assistants),
                Tools = new ToolOptions { Servers = parsed.GetValue(toolServers)! },
                Running = running.Read(parsed, parsed.GetValue(slots)),
                Strategy = StrategyNames.TryParse(parsed.GetValue(strategy), out var chosen) ? chosen : null,
                ModelMemory = (long?)(parsed.GetValue(memory) * 1e9),
                ManagesModels = parsed.GetValue(manage),
                Suggestions = new SuggestionOptions { IsOn = !parsed.GetValue(silent) },
                Uploads = new UploadOptions { MaxFileBytes = (long)(parsed.GetValue(maxFile) * MegaByte) },
            };
            if (parsed.GetValue(limit) == "off") options = options with { Sockets = options.Sockets.WithoutRateLimits() };
            return RunAsync(options, parsed.GetValue(models) ?? [], stop);
        });
        return command;
    }

    static async Task<int> RunAsync(ServerOptions options, IReadOnlyList<string> paths, CancellationToken stop)
    {
        var models = new List<Model>();
        foreach (var path in paths) models.Add(await ModelLoading.LoadAsync(path, options.Running, stop));
        await ConfabServer.RunAsync(options with { Models = models }, (address, catalog) => Announce(address, options, catalog), stop);
        return ExitCode.Ok;
    }

    static void Announce(Uri address, ServerOptions options, ModelCatalog catalog) => Console.WriteLine(
        $"""
        Confab listens at  {address}
        Its data is in     {Path.GetFullPath(options.DataFolder)}
        Answers come from  {Answering(catalog, options)}
        Chat from here     confab chat --server {address} --name YOU
        """);

    static string Answering(ModelCatalog catalog, ServerOptions options)
    {
        var models = catalog.List().Where(model => model.Engine != "intents").ToLookup(model => model.Card.Writes);
        var writing = models[true].ToList();
        var answers = writing.Count == 0
            ? $"the built-in agent: no language model is loaded (give one with --model FILE.gguf, or put one into {Path.GetFullPath(options.ModelsFolder)})"
            : string.Join(", ", writing.Select(model => Name(model) + (writing.Count > 1 && model == catalog.Default ? " (by default)" : "")));
        return models[false].Any() ? $"{answers}; memories and documents are found by {string.Join(", ", models[false].Select(Name))}" : answers;

        static string Name(Model model) => SafeText.CleanLine(model.Id);
    }
}
