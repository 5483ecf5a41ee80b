using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Confab.Server.Storage;

/// <summary>Takes the system's SQLite where it is newer than the one we bring, unless <c>CONFAB_SQLITE=bundled</c> says otherwise.</summary>
static class SqliteEngine
{
    const int BundledVersion = 3_035_005;
    static readonly Lock Gate = new();
    static bool _ready;

    public static void Start()
    {
        lock (Gate)
        {
            if (_ready) return;
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            _ready = true;
        }
    }

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" && NewerSystemLibrary() is { } system ? system : 0;

    static unsafe nint? NewerSystemLibrary()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("CONFAB_SQLITE") == "bundled" || !NativeLibrary.TryLoad("libsqlite3.so.0", out var library)) return null;
        if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
            && ((delegate* unmanaged<int>)version)() > BundledVersion) return library;
        NativeLibrary.Free(library);
        return null;
    }
}
