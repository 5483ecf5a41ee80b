using System.CommandLine;
using Confab.Cli.CommandLine;

namespace Confab.Cli.Catalog;

/// <summary><c>confab models</c>: what lies in the folder, and what a running server has of it.</summary>
static class ModelsCommand
{
    public static Command Create() => new ExampledCommand("models", "List, pull, show and remove models, and load or unload them in a running server.",
        "confab models list",
        "confab models pull hf:Qwen/Qwen2.5-0.5B-Instruct-GGUF/qwen2.5-0.5b-instruct-q4_0.gguf",
        "confab models show qwen2.5-0.5b-instruct-q4_0",
        "confab models load qwen2.5-0.5b-instruct-q4_0 --server http://localhost:8765")
    {
        ListModels.Create(), ShowModel.Create(), PullModel.Create(), RemoveModel.Create(),
        ChangeInServer.Load(), ChangeInServer.Unload(),
    };
}
