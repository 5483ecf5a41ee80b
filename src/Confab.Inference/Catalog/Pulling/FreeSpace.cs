namespace Confab.Inference.Catalog.Pulling;

/// <summary>The free space of the disk that a folder is on.</summary>
sealed class FreeSpace(string folder)
{
    public long BytesFree() =>
        new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
}
