using Confab.Tests.Support;

namespace Confab.Tests.Inference.Remote;

public sealed class OpenAiContractTests : EngineContract
{
    private protected override Task<EngineUnderTest> StartAsync() => Speaking.StartAsync(Dialect.OpenAi);
}

public sealed class AnthropicContractTests : EngineContract
{
    private protected override Task<EngineUnderTest> StartAsync() => Speaking.StartAsync(Dialect.Anthropic);
}

static class Speaking
{
    const string Text = "Python is a language that is read more often than it is written 🙂 everywhere.";

    public static async Task<EngineUnderTest> StartAsync(Dialect dialect)
    {
        var server = (await FaultyEndpoint.StartAsync()).Always(dialect.Speaker(Text));
        return new(dialect.Connect(server), Text, server);
    }
}
