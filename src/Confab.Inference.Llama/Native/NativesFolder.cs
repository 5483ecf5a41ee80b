using System.Runtime.InteropServices;

namespace Confab.Inference.Llama.Native;

/// <summary>The folder that holds llama.cpp's libraries, and their files in it.</summary>
sealed class NativesFolder
{
    const string Variable = "CONFAB_LLAMA_NATIVES";

    readonly string _path;

    NativesFolder(string path) => _path = path;

    public string Path => _path;

    /// <summary>The folder that was named, else the variable's, else the one that is shipped beside the program.</summary>
    /// <exception cref="LlamaNativesException">There are no libraries in it.</exception>
    public static NativesFolder Find(string? named)
    {
        var path = named ?? FromVariable() ?? System.IO.Path.Combine(AppContext.BaseDirectory, "natives", "llama");
        var folder = new NativesFolder(System.IO.Path.GetFullPath(path));
        if (folder.FileOf(LlamaApi.Llama) is null)
            throw new LlamaNativesException(
                $"There is no llama.cpp library in '{folder._path}'. Set {Variable} to a folder that holds version {LlamaRuntime.Version}.");
        return folder;
    }

    static string? FromVariable() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The file of a library, whose name may carry a version, as in <c>libllama.v0.5.0.so</c>.</summary>
    public string? FileOf(string library)
    {
        if (!Directory.Exists(_path)) return null;
        var prefix = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "" : "lib";
        var ending = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".dll"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? ".dylib" : ".so";
        return Directory.EnumerateFiles(_path, $"{prefix}{library}.v*{ending}").Order(StringComparer.Ordinal).LastOrDefault()
            ?? Directory.EnumerateFiles(_path, $"{prefix}{library}{ending}").FirstOrDefault();
    }
}
