using Confab.Inference.Engines.Intents;

namespace Confab.Tests.Inference.Intents;

public sealed class IntentContractTests : EngineContract
{
    private protected override Task<EngineUnderTest> StartAsync() =>
        Task.FromResult(new EngineUnderTest(IntentModel.Create(TimeSpan.Zero), IntentTable.All.Single(intent => intent.Name == "python").Answer));
}
