namespace Confab.Inference.Llama.Native;

/// <summary>The physical cores this process may use: two threads of one core only get in each other's way.</summary>
static class ProcessorCores
{
    const string Topology = "/sys/devices/system/cpu";

    public static int Count { get; } = Math.Clamp(CountPhysical(), 1, Environment.ProcessorCount);

    static int CountPhysical()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Topology)) return Environment.ProcessorCount;
        try
        {
            var cores = Directory.EnumerateDirectories(Topology, "cpu*")
                .Select(cpu => Path.Combine(cpu, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct()
                .Count();
            return cores > 0 ? cores : Environment.ProcessorCount;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Environment.ProcessorCount;
        }
    }
}
