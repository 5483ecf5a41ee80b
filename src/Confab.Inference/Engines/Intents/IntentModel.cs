using Confab.Inference.Catalog;

namespace Confab.Inference.Engines.Intents;

/// <summary>The built-in agent as a model of a catalog.</summary>
public static class IntentModel
{
    /// <summary>Its id.</summary>
    public const string Id = "intents";

    /// <summary>Makes the built-in agent.</summary>
    /// <param name="wordDelay">The pause before each word but the first; 30 ms where null.</param>
    /// <param name="time">The clock; the system's where null.</param>
    public static Model Create(TimeSpan? wordDelay = null, TimeProvider? time = null)
    {
        var client = new IntentChatClient(wordDelay, time);
        var card = new ModelCard
        {
            Id = Id,
            Name = "Built-in agent (no language model)",
            Engine = "intents",
            ContextLength = int.MaxValue,
            Slots = int.MaxValue,
            Quality = 0,
        };
        return new Model(card, new RunningModel
        {
            Client = client,
            TextTokens = IntentChatClient.CountWords,
            PromptTokens = messages => messages.Sum(message => IntentChatClient.CountWords(message.Text)),
        });
    }
}
