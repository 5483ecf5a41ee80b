using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Confab.Cli.CommandLine;

/// <summary>The usual help and, below, examples that can be copied.</summary>
sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    // Help asked for beside mistakes is still help.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not ExampledCommand command) return code;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in command.Examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }

    public static void UseIn(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
    }
}
