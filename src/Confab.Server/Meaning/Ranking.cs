namespace Confab.Server.Meaning;

/// <summary>Puts what was found in an order.</summary>
static class Ranking
{
    /// <summary>Less than that is chance.</summary>
    const float LeastCosine = 0.25f;

    /// <summary>How fast a place in a list loses weight (the usual constant of reciprocal rank fusion).</summary>
    const double Steepness = 60;

    /// <summary>Those nearest in meaning, best first. Vectors are of length 1; those of another size come of another model and do not count.</summary>
    public static IEnumerable<T> Nearest<T>(float[] question, IEnumerable<T> all, Func<T, float[]> vector, int limit) => all
        .Where(one => vector(one).Length == question.Length && question.Length > 0)
        .Select(one => (One: one, Cosine: Vectors.Dot(question, vector(one))))
        .Where(found => found.Cosine >= LeastCosine)
        .OrderByDescending(found => found.Cosine)
        .Take(limit)
        .Select(found => found.One);

    /// <summary>One list of several, best first: each place in each of them counts (reciprocal rank fusion).</summary>
    public static IReadOnlyList<T> Fuse<T, TKey>(Func<T, TKey> key, params IReadOnlyList<T>[] lists) where TKey : notnull => lists is [var only]
        ? only
        : [.. lists.SelectMany(list => list.Select((one, place) => (One: one, Weight: 1 / (Steepness + place))))
            .GroupBy(p => key(p.One))
            .OrderByDescending(group => group.Sum(p => p.Weight))
            .Select(group => group.First().One)];
}
