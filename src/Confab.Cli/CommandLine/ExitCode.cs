namespace Confab.Cli.CommandLine;

static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>As shells have it for a program ended by Ctrl+C.</summary>
    public const int Interrupted = 130;
}
