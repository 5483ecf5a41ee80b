using Confab.Server.Fanout;

namespace Confab.Tests.Fanout;

public class InProcessFanoutTests : FanoutContract
{
    internal override IFanout Fanout { get; } = new InProcessFanout();
}
