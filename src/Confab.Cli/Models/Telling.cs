namespace Confab.Cli.Models;

/// <summary>Progress told at once: the framework's own posts to other threads, and its last word could come after the end.</summary>
sealed class Telling(Action<float> told) : IProgress<float>
{
    public void Report(float value) => told(value);
}
