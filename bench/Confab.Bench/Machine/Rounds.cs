namespace Confab.Bench.Machine;

/// <summary>Runs ours and the peers in turn, so that what drifts on the machine drifts for all of them.</summary>
static class Rounds
{
    const int MostAttempts = 3;

    /// <param name="otherCores">How much else the machine was doing during a run; a disturbed one is repeated, and the calmest counts.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<T>> Alternate<T>(
        IReadOnlyList<string> names, int rounds, Func<string, T> run, Func<T, double> otherCores)
    {
        var results = names.ToDictionary(name => name, _ => (IReadOnlyList<T>)new List<T>());
        for (var round = 1; round <= rounds; round++)
            foreach (var name in names)
            {
                ((List<T>)results[name]).Add(Calmest(() => run(name), otherCores));
                Console.Error.WriteLine($"round {round} of {rounds}: {name}");
            }
        return results;
    }

    static T Calmest<T>(Func<T> run, Func<T, double> otherCores)
    {
        var calmest = run();
        for (var attempt = 2; attempt <= MostAttempts && otherCores(calmest) > Usage.Disturbance; attempt++)
        {
            var again = run();
            if (otherCores(again) < otherCores(calmest)) calmest = again;
        }
        return calmest;
    }
}
