using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Cli.Models;
using Confab.Cli.Terminal.Text;
using Confab.Inference.Catalog;
using Confab.Server;

namespace Confab.Cli.Serving;

/// <summary><c>confab serve</c>: the server with its page.</summary>
static class ServeCommand
{
    const int DefaultSlots = 4;

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
        var running = new ModelOptions();
        Models.Limits.Require(port, 0, 65535);
        Models.Limits.Require(slots, 1, 64);
        limit.AcceptOnlyFromAmong("on", "off");

        var command = new ExampledCommand("serve", "Run the chat server. Without a model the built-in agent answers.",
            "confab serve",
            "confab serve --model models/qwen2.5-0.5b-instruct-q4_0.gguf --slots 8",
            "confab serve --host '*' --open --port 80 --data /var/lib/confab --allow-origin https://chat.example.org")
        { port, host, open, data, models, origins, limit, slots };
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
            };
            if (parsed.GetValue(limit) == "off") options = options with { Sockets = options.Sockets.WithoutRateLimits() };
            return RunAsync(options, parsed.GetValue(models) ?? [], running.Read(parsed, parsed.GetValue(slots)), stop);
        });
        return command;
    }

    static async Task<int> RunAsync(ServerOptions options, IReadOnlyList<string> paths, Inference.Llama.LlamaOptions running, CancellationToken stop)
    {
        var models = new List<Model>();
        foreach (var path in paths) models.Add(await ModelLoading.LoadAsync(path, running, stop));
        await ConfabServer.RunAsync(options with { Models = models }, address => Announce(address, options, models), stop);
        return ExitCode.Ok;
    }

    static void Announce(Uri address, ServerOptions options, List<Model> models) => Console.WriteLine(
        $"""
        Confab listens at  {address}
        Its data is in     {Path.GetFullPath(options.DataFolder)}
        Answers come from  {(models.Count == 0
            ? "the built-in agent: no language model is loaded (give one with --model FILE.gguf)"
            : string.Join(", ", models.Select((model, i) => SafeText.CleanLine(i == 0 ? $"{model.Id} (by default)" : model.Id))))}
        Chat from here     confab chat --server {address} --name YOU
        """);
}
