using Confab.Cli.CommandLine;
using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Confab.Server.Generation.Models;
using Spectre.Console;

namespace Confab.Cli.Models;

/// <summary>Reads a model into memory, and shows how far it is where somebody watches.</summary>
static class ModelLoading
{
    /// <exception cref="Failure">There is no such file.</exception>
    /// <exception cref="ModelLoadException">The file cannot be used.</exception>
    public static Task<Model> LoadAsync(string path, LlamaOptions options, CancellationToken stop) =>
        Console.IsErrorRedirected ? LoadAsync(path, options, null, stop) : WatchAsync(path, options, stop);

    /// <summary>Shows nothing itself: for a screen that somebody else draws.</summary>
    /// <exception cref="Failure">There is no such file.</exception>
    /// <exception cref="ModelLoadException">The file cannot be used.</exception>
    public static Task<Model> LoadAsync(string path, LlamaOptions options, IProgress<float>? progress, CancellationToken stop) => File.Exists(path)
        ? new ModelEngines(options).LoadAsync(path, progress, stop)
        : throw new Failure($"there is no file {path}; give the path of a GGUF model");

    static Task<Model> WatchAsync(string path, LlamaOptions options, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask($"Loading {Markup.Escape(Path.GetFileName(path))}", maxValue: 1);
                return await LoadAsync(path, options, new Telling(done => bar.Value = done), stop);
            });
    }
}
