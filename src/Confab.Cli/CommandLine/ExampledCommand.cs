using System.CommandLine;

namespace Confab.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
sealed class ExampledCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
