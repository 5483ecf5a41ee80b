namespace Confab.Tests.Support;

static class TestTime
{
    /// <summary>No test waits for an hour: what has not come by then never comes.</summary>
    public static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
