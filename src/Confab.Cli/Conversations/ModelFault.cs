using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Llama;

namespace Confab.Cli.Conversations;

/// <summary>What can go wrong with one answer while the chat goes on.</summary>
static class ModelFault
{
    public static bool Is(Exception fault) =>
        fault is PromptTooLongException or ChatTemplateException or ModelUnloadedException or RemoteModelException or InvalidOperationException;

    public static string Describe(Exception fault) => fault.Message;
}
