using Confab.Inference.Catalog;

namespace Confab.Inference.Engines.Remote;

/// <summary>Makes a remote model one of a catalog's.</summary>
static class RemoteModel
{
    public static Model Create(string engine, RemoteModelOptions options, RemoteChatClient client) => client.Model = new Model
    {
        Id = options.IdOrModel,
        Name = options.Name ?? options.IdOrModel,
        Engine = engine,
        ContextLength = options.ContextLength,
        Slots = options.Slots,
        Capabilities = options.Capabilities,
        Client = client,
        TextTokens = TokenEstimate.OfText,
        PromptTokens = TokenEstimate.OfPrompt,
    };
}
