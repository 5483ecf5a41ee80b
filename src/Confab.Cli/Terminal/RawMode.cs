using System.Runtime.InteropServices;

namespace Confab.Cli.Terminal;

/// <summary>The terminal hands over every key as it is pressed and echoes none, until this is disposed.</summary>
abstract partial class RawMode : IDisposable
{
    public static RawMode Enter() => OperatingSystem.IsWindows() ? new WindowsRawMode() : new UnixRawMode();

    public abstract void Dispose();

    static IOException NoTerminal(string call) => new($"the terminal refused {call} (error {Marshal.GetLastPInvokeError()})");

    sealed partial class UnixRawMode : RawMode
    {
        const int Input = 0;
        const int AfterOutput = 1;
        // The struct differs between systems, but nobody here looks into it; the largest has 72 bytes.
        const int StructSize = 256;

        readonly byte[] _before = new byte[StructSize];

        public UnixRawMode()
        {
            if (GetAttributes(Input, _before) != 0) throw NoTerminal("tcgetattr");
            var raw = _before.ToArray();
            MakeRaw(raw);
            if (SetAttributes(Input, AfterOutput, raw) != 0) throw NoTerminal("tcsetattr");
        }

        public override void Dispose() => SetAttributes(Input, AfterOutput, _before);

        [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
        private static partial int GetAttributes(int file, [In, Out] byte[] attributes);

        [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
        private static partial int SetAttributes(int file, int when, [In, Out] byte[] attributes);

        [LibraryImport("libc", EntryPoint = "cfmakeraw")]
        private static partial void MakeRaw([In, Out] byte[] attributes);
    }

    sealed partial class WindowsRawMode : RawMode
    {
        const int InputHandle = -10;
        const int OutputHandle = -11;
        const uint ProcessedLineEcho = 0x1 | 0x2 | 0x4;
        const uint VirtualTerminalInput = 0x200;
        const uint ProcessedVirtualTerminalOutput = 0x1 | 0x4;

        readonly uint _input;
        readonly uint _output;

        public WindowsRawMode()
        {
            if (!GetMode(GetHandle(InputHandle), out _input) || !GetMode(GetHandle(OutputHandle), out _output)) throw NoTerminal("GetConsoleMode");
            SetMode(GetHandle(InputHandle), (_input & ~ProcessedLineEcho) | VirtualTerminalInput);
            SetMode(GetHandle(OutputHandle), _output | ProcessedVirtualTerminalOutput);
            Console.InputEncoding = Console.OutputEncoding = System.Text.Encoding.UTF8;
        }

        public override void Dispose()
        {
            SetMode(GetHandle(InputHandle), _input);
            SetMode(GetHandle(OutputHandle), _output);
        }

        [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
        private static partial nint GetHandle(int which);

        [LibraryImport("kernel32", EntryPoint = "GetConsoleMode", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static partial bool GetMode(nint handle, out uint mode);

        [LibraryImport("kernel32", EntryPoint = "SetConsoleMode", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static partial bool SetMode(nint handle, uint mode);
    }
}
