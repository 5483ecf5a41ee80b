using System.Runtime.CompilerServices;
using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Confab.Inference.Streaming;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Routing;

/// <summary>Some models with a router in front of them, and a clock that the test moves.</summary>
sealed class Fleet : IAsyncDisposable
{
    public Fleet(RouterOptions? options = null)
    {
        Catalog = new ModelCatalog(memoryBudget: 1000, Time);
        Router = new ModelRouter(Catalog, options, Time);
    }

    public FakeTime Time { get; } = new();

    public ModelCatalog Catalog { get; }

    public ModelRouter Router { get; }

    public Model Add(ModelCard card, Actor? actor = null)
    {
        var model = new Model(card, new RunningModel { Client = actor ?? new Actor(), TextTokens = t => t.Length, PromptTokens = m => m.Count });
        Catalog.Add(model);
        return model;
    }

    public Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    public static ModelCard Card(string id, long? parameters = null, ModelPrice? price = null, int slots = 1, params string[] capabilities) => new()
    {
        Id = id,
        Name = id,
        Engine = "acted",
        ContextLength = 1000,
        Slots = slots,
        Parameters = parameters,
        Price = price ?? ModelPrice.Free,
        Capabilities = ["chat", .. capabilities],
    };

    public async Task<string> AskAsync(ChatOptions? options = null) => (await Router.GetResponseAsync([new(ChatRole.User, "hi")], options)).Text;

    public static ChatOptions By(string strategy, params string[] capabilities) => new()
    {
        AdditionalProperties = new() { ["strategy"] = strategy, ["capabilities"] = (IEnumerable<string>)capabilities },
    };

    public async ValueTask DisposeAsync()
    {
        Router.Dispose();
        await Catalog.DisposeAsync();
    }
}

/// <summary>A model that does as it is told: fails, hesitates, or says its lines.</summary>
sealed class Actor(params string[] lines) : IChatClient
{
    public Exception? FailsWith { get; set; }

    public int FailsAfter { get; set; }

    /// <summary>What happens before its first line.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    /// <summary>What happens after its first line.</summary>
    public Func<CancellationToken, Task>? Between { get; set; }

    public int Asked { get; private set; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked++;
        if (Before is not null) await Before(cancellationToken);
        var said = 0;
        foreach (var line in lines.DefaultIfEmpty("yes"))
        {
            if (FailsWith is not null && said == FailsAfter) throw FailsWith;
            if (said++ > 0 && Between is not null) await Between(cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [GeneratedText.Create(line, 1)]);
        }
        if (FailsWith is not null && said == FailsAfter) throw FailsWith;
        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
