using Confab.Client.Connection;

namespace Confab.Tests.Client;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0.5, 2.25)]
    [InlineData(4, 1, 8)]
    [InlineData(5, 1, 15)]
    [InlineData(1000, 1, 15)]
    [InlineData(1000, 0, 0.5)]
    public void The_wait_is_spread_below_a_limit_that_doubles(int failed, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(failed, random));
}
