using System.Reflection;
using System.Runtime.InteropServices;

namespace Confab.Inference.Llama.Native;

/// <summary>Starts llama.cpp, once in the life of the process.</summary>
static unsafe class LlamaRuntime
{
    /// <summary>The version whose header the binding was written from.</summary>
    public const string Version = "0.5.0";

    static readonly Lock s_gate = new();
    static NativesFolder? s_folder;
    static NativesFolder? s_resolving;

    /// <summary>Makes sure that llama.cpp runs from this folder.</summary>
    /// <exception cref="LlamaNativesException">The libraries are missing or of another version, or others are running.</exception>
    public static void Start(string? folder)
    {
        lock (s_gate)
        {
            if (s_folder is null) StartFrom(NativesFolder.Find(folder));
            else if (folder is not null && s_folder.Path != Path.GetFullPath(folder))
                throw new LlamaNativesException($"llama.cpp runs from '{s_folder.Path}' already and cannot change to '{folder}'.");
        }
    }

    static void StartFrom(NativesFolder folder)
    {
        if (s_resolving is null) NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);
        s_resolving = folder;
        CheckVersion(folder);
        NativeLog.Install();
        LlamaApi.ggml_backend_load_all_from_path(folder.Path);
        if (LlamaApi.ggml_backend_dev_count() == 0)
            throw new LlamaNativesException($"No library in '{folder.Path}' can compute on this machine's processor.");
        LlamaApi.llama_backend_init();
        s_folder = folder;
    }

    static nint Resolve(string library, Assembly assembly, DllImportSearchPath? search) =>
        s_resolving?.FileOf(library) is { } file ? NativeLibrary.Load(file) : 0;

    static void CheckVersion(NativesFolder folder)
    {
        string? found;
        try
        {
            found = Marshal.PtrToStringUTF8((nint)LlamaApi.llama_version());
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new LlamaNativesException(
                $"The llama.cpp libraries in '{folder.Path}' do not load, or are not version {Version}: {error.Message}", error);
        }
        // The prebuilt libraries call themselves "0.5.0-dev".
        if (found?.Split('-')[0] != Version)
            throw new LlamaNativesException(
                $"The llama.cpp libraries in '{folder.Path}' are version {found}; Confab needs exactly {Version}.");
    }
}
