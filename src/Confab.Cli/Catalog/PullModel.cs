using System.CommandLine;
using System.Globalization;
using Confab.Cli.CommandLine;
using Confab.Cli.Models;
using Confab.Inference.Catalog.Pulling;
using Spectre.Console;

namespace Confab.Cli.Catalog;

/// <summary><c>confab models pull</c>: with a bar where somebody watches.</summary>
static class PullModel
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "https://…/file.gguf, or hf:owner/repo/file.gguf" };
        var sum = new Option<string?>("--sha256") { Description = "The checksum that the file must have; the hub's own where it tells one", HelpName = "HEX" };
        var hub = new Option<Uri?>("--hub") { Description = "Where hf: names lead", HelpName = "URL" };
        var key = new Option<string?>("--key-variable") { Description = "The environment variable that holds the hub's key, for models behind a licence", HelpName = "NAME" };
        var folder = CatalogOptions.Folder();
        var command = new Command("pull", "Get a model's file from the web; a pull that broke off goes on where it was") { source, sum, hub, key, folder };
        command.SetAction(async (parsed, stop) =>
        {
            var options = new PullOptions { HubKeyVariable = parsed.GetValue(key) };
            if (parsed.GetValue(hub) is { } address) options = options with { HubAddress = address };
            using var puller = new ModelPuller(options);
            var pulled = await PullAsync(puller, parsed.GetRequiredValue(source), parsed.GetValue(folder)!, parsed.GetValue(sum), stop);
            Console.Error.WriteLine($"{(pulled.IsVerified ? "Checked against" : "Nothing to check it against; its sum is")} sha256:{pulled.Sha256}");
            Console.WriteLine(pulled.Path);
            return ExitCode.Ok;
        });
        return command;
    }

    static Task<PulledModel> PullAsync(ModelPuller puller, string source, string folder, string? sum, CancellationToken stop)
    {
        if (Console.IsErrorRedirected) return puller.PullAsync(source, folder, sum, cancellationToken: stop);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("Connecting", maxValue: 1);
                return await puller.PullAsync(source, folder, sum, new Watched(bar), stop);
            });
    }

    sealed class Watched(ProgressTask bar) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            bar.Description = Markup.Escape(Words(value));
            bar.IsIndeterminate = value.TotalBytes is null;
            if (value.TotalBytes is > 0 and { } total) bar.Value = (double)value.Bytes / total;
        }

        static string Words(PullProgress p) => p.Stage switch
        {
            PullStage.Waiting => $"Trying again: {p.Trouble}",
            PullStage.Checking => "Checking",
            PullStage.Done => "Done",
            _ => $"{ByteSize.Of(p.Bytes)}{(p.TotalBytes is { } total ? $" of {ByteSize.Of(total)}" : "")}, {ByteSize.Of((long)p.BytesPerSecond)}/s{Left(p.Remaining)}",
        };

        static string Left(TimeSpan? left) => left is { } time ? ", " + (time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h left")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} left")) : "";
    }
}
