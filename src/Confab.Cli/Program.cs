using System.CommandLine;
using Confab.Cli.Catalog;
using Confab.Cli.Chat;
using Confab.Cli.CommandLine;
using Confab.Cli.Memory;
using Confab.Cli.Serving;
using Confab.Cli.Streaming;

var root = new RootCommand("Confab: a chat server in which language models are members of the room.")
{
    ServeCommand.Create(),
    ChatCommand.Create(TimeProvider.System),
    StreamCommand.Create(TimeProvider.System),
    ModelsCommand.Create(),
    MemoryCommand.Create(TimeProvider.System),
};
HelpWithExamples.UseIn(root);
return await CommandLineRun.RunAsync(root, args, Console.Error);
