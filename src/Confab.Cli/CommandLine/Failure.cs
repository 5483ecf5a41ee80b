namespace Confab.Cli.CommandLine;

/// <summary>The command cannot do what was asked. The message is the one line that the user sees: what is wrong, and what to do.</summary>
sealed class Failure(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}
