namespace Confab.LiveTests.Support;

static class Repository
{
    public static string Root { get; } = Up(AppContext.BaseDirectory, folder => File.Exists(Path.Combine(folder, "confab.slnx")));

    /// <summary>Debug or Release, as these tests themselves were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    static string Up(string folder, Func<string, bool> isIt) =>
        isIt(folder) ? folder : Up(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new DirectoryNotFoundException("no confab.slnx above"), isIt);
}
