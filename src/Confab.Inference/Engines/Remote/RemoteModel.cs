using Confab.Inference.Catalog;

namespace Confab.Inference.Engines.Remote;

/// <summary>Makes a remote model one of a catalog's.</summary>
static class RemoteModel
{
    public static Model Create(string engine, RemoteModelOptions options, RemoteChatClient client)
    {
        var card = new ModelCard
        {
            Id = options.IdOrModel,
            Name = options.Name ?? options.IdOrModel,
            Engine = engine,
            ContextLength = options.ContextLength,
            Slots = options.Slots,
            Capabilities = options.Capabilities,
            Price = new ModelPrice((double)(options.InputPrice ?? 0), (double)(options.OutputPrice ?? 0)),
            Quality = options.Quality,
            Source = options.BaseAddress?.AbsoluteUri,
        };
        return new Model(card, new RunningModel { Client = client, TextTokens = TokenEstimate.OfText, PromptTokens = TokenEstimate.OfPrompt });
    }
}
