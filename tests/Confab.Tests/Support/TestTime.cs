namespace Confab.Tests.Support;

static class TestTime
{
    /// <summary>No test waits for an hour: what has not come by then never comes.</summary>
    public static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    /// <summary>For what nothing announces: looks again and again until it is so, or until it never will be.</summary>
    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var deadline = Deadline();
        while (!await isSo())
        {
            if (deadline.IsCancellationRequested) throw new TimeoutException($"never happened: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
