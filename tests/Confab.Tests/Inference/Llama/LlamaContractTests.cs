namespace Confab.Tests.Inference.Llama;

public sealed class LlamaContractTests : EngineContract
{
    const string Text = "a b c The first words of a model end here";

    private protected override async Task<EngineUnderTest> StartAsync()
    {
        var file = TestModel.Scripted(Text);
        return new(await file.LoadAsync(new() { ContextLength = 512 }), Text, file);
    }
}
