using System.Runtime.InteropServices;

namespace Confab.Tests.Support;

/// <summary>Files as somebody sees them whom their permissions bind, though the tests run as root.</summary>
static class Unprivileged
{
    const int Nobody = 65534;

    /// <param name="look">Stays on this thread: the others keep their rights.</param>
    public static T Do<T>(Func<T> look)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return look();
        _ = SetFileSystemUser(Nobody);
        try
        {
            return look();
        }
        finally
        {
            _ = SetFileSystemUser(0);
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    static extern int SetFileSystemUser(int user);
}
