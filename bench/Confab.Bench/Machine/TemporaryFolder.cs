namespace Confab.Bench.Machine;

/// <summary>A folder on the machine's ordinary disk (a RAM disk would make durability free), gone after use.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("confab-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
