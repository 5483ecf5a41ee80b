using System.CommandLine;
using System.CommandLine.Invocation;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Inference.Llama;
using Confab.Server;

namespace Confab.Cli.CommandLine;

/// <summary>Runs a command and turns whatever goes wrong into one line and an exit code.</summary>
static class CommandLineRun
{
    /// <summary>What a command has to end cleanly after Ctrl+C before the process is ended.</summary>
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter errors)
    {
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction) return Refuse(parsed, errors);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Farewell });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception fault)
        {
            errors.WriteLine($"confab: {OneLine(Explain(fault))}");
            if (IsDebugging) errors.WriteLine(SafeText.Clean(fault.ToString()));
            return fault is Failure failure ? failure.ExitCode : ExitCode.Failed;
        }
    }

    static bool IsDebugging => Environment.GetEnvironmentVariable("CONFAB_DEBUG") is "1";

    static int Refuse(ParseResult parsed, TextWriter errors)
    {
        var path = string.Join(' ', parsed.CommandResult.Command.Parents.Select(parent => parent.Name).Reverse().Append(parsed.CommandResult.Command.Name));
        errors.WriteLine($"confab: {OneLine(Mistake(parsed))}. See {path} --help");
        return ExitCode.Usage;
    }

    // A word that nobody knows says more than what was expected in its place.
    static string Mistake(ParseResult parsed) => parsed.UnmatchedTokens is [var unknown, ..]
        ? $"there is no command or option '{unknown}'"
        : parsed.Errors[0].Message.TrimEnd('.');

    static string Explain(Exception fault) => fault switch
    {
        Failure or ServerUnreachableException or RequestRefusedException or ServerStartException => fault.Message,
        ModelPullException or ModelBusyException or InvalidDataException => fault.Message,
        ModelLoadException or LlamaNativesException or ChatTemplateException or PromptTooLongException => fault.Message,
        ArgumentOutOfRangeException wrong => wrong.Message,
        IOException or UnauthorizedAccessException or ConnectionLostException or TimeoutException => fault.Message,
        _ => $"unexpected fault: {fault.Message} (CONFAB_DEBUG=1 shows where)",
    };

    // A fault may carry the words of a server or of a file.
    static string OneLine(string text) =>
        SafeText.CleanLine(string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
