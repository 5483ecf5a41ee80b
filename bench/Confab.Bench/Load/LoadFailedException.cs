namespace Confab.Bench.Load;

/// <summary>The run is worthless; the message says why.</summary>
sealed class LoadFailedException(string why) : Exception(why);
