namespace Confab.Tests.Support;

static class Streams
{
    /// <summary>Reads to the end; what has not ended by the deadline fails its test.</summary>
    public static Task<List<T>> AllAsync<T>(this IAsyncEnumerable<T> source)
    {
        var deadline = TestTime.Deadline();
        return source.ToListAsync(deadline).AsTask().WaitAsync(deadline);
    }

    /// <summary>Whether there is a next one; what has not come by the deadline fails its test.</summary>
    public static Task<bool> NextAsync<T>(this IAsyncEnumerator<T> source) => source.MoveNextAsync().AsTask().WaitAsync(TestTime.Deadline());
}
