using Confab.Inference.Catalog;
using Confab.Inference.Engines.Intents;
using Confab.Inference.Routing;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Routing;

public sealed class ModelRouterTests
{
    [Fact]
    public async Task A_request_goes_to_the_model_it_names()
    {
        await using var catalog = new ModelCatalog();
        catalog.Add(Fake("small"));
        catalog.Add(Fake("large"));
        using var router = new ModelRouter(catalog);

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in router.GetStreamingResponseAsync([new(ChatRole.User, "hi")], new() { ModelId = "LARGE" }))
            updates.Add(update);

        Assert.NotEmpty(updates);
        Assert.All(updates, update => Assert.Equal("large", update.ModelId));
        Assert.Equal("large", (await router.GetResponseAsync([new(ChatRole.User, "hi")], new() { ModelId = "large" })).ModelId);
    }

    [Fact]
    public async Task Without_a_name_the_first_real_model_answers_before_the_built_in_agent()
    {
        await using var catalog = new ModelCatalog();
        using var router = new ModelRouter(catalog, new RouterOptions { Strategy = null });
        catalog.Add(IntentModel.Create());
        Assert.Equal("intents", router.Choose().Model.Id);

        catalog.Add(Fake("small"));
        catalog.Add(Fake("large"));

        Assert.Equal("small", router.Choose().Model.Id);
        Assert.Equal(("default", "'small' is the default model."), (router.Choose().Strategy, router.Choose().Reason));
        Assert.Equal("requested", router.Choose(new() { ModelId = "large" }).Strategy);
    }

    [Fact]
    public async Task An_unknown_model_is_refused_with_the_names_of_the_known_ones()
    {
        await using var catalog = new ModelCatalog();
        catalog.Add(Fake("small"));
        catalog.Add(Fake("large"));
        using var router = new ModelRouter(catalog);

        var refusal = Assert.Throws<UnknownModelException>(() => router.Choose(new() { ModelId = "huge" }));

        Assert.Equal("There is no model named 'huge'. Known models: small, large.", refusal.Message);
        Assert.Equal(["small", "large"], refusal.KnownModelIds);
    }

    [Fact]
    public async Task An_empty_catalog_says_that_no_model_is_loaded()
    {
        await using var catalog = new ModelCatalog();
        using var router = new ModelRouter(catalog);

        Assert.Equal("No model is loaded.", Assert.Throws<UnknownModelException>(() => router.Choose()).Message);
    }

    [Fact]
    public async Task A_catalog_refuses_a_name_twice_and_disposes_its_models()
    {
        var catalog = new ModelCatalog();
        var model = Fake("small");
        catalog.Add(model);

        Assert.Throws<ArgumentException>(() => catalog.Add(Fake("Small")));
        await catalog.DisposeAsync();

        Assert.Equal(ModelState.Unloaded, model.State);
        Assert.Empty(catalog.List());
        Assert.Throws<ObjectDisposedException>(() => catalog.Add(Fake("other")));
    }

    static Model Fake(string id) => new(
        new ModelCard { Id = id, Name = id, Engine = "llama", ContextLength = 100, Slots = 1 },
        new RunningModel { Client = new IntentChatClient(TimeSpan.Zero), TextTokens = text => text.Length, PromptTokens = messages => messages.Count });
}
