using System.Collections.Concurrent;
using Confab.Inference.Files;
using Confab.Protocol;

namespace Confab.Server.Files;

/// <summary>Where files lie: <c>files/</c> beside the database, each under its id in a folder of the id's last two characters.</summary>
public sealed class FileFolder(string root)
{
    const string ThumbnailEnding = ".thumb";

    static readonly UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly ConcurrentDictionary<AttachmentId, bool> _coming = new();

    public string PathOf(AttachmentId id) => Path.Combine(root, id.Value[^2..], id.Value);

    public string ThumbnailOf(AttachmentId id) => PathOf(id) + ThumbnailEnding;

    /// <summary>What is free on the disk beyond what must stay so.</summary>
    public long BytesFree(long spare)
    {
        CreateFolder(root);
        return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(Path.GetFullPath(root))! : root).AvailableFreeSpace - spare;
    }

    /// <summary>Until it is disposed the sweep leaves this file alone, although nobody knows it yet.</summary>
    public IDisposable Expect(AttachmentId id) => new Expected(_coming, id);

    public static AtomicFile Create(string path)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        return new AtomicFile(path, OwnersAlone);
    }

    public void Delete(AttachmentId id)
    {
        if (!Directory.Exists(Path.GetDirectoryName(PathOf(id)))) return;
        File.Delete(PathOf(id));
        File.Delete(ThumbnailOf(id));
    }

    /// <summary>Every file with the id that its name begins with, also what a killed upload left; not what is coming now.</summary>
    public IEnumerable<(string Path, AttachmentId Id)> All() => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => (path, Id: new AttachmentId(Path.GetFileName(path).Split('.')[0])))
            .Where(file => !_coming.ContainsKey(file.Id))
        : [];

    static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnersAlone | UnixFileMode.UserExecute);
    }

    sealed class Expected : IDisposable
    {
        readonly ConcurrentDictionary<AttachmentId, bool> _coming;
        readonly AttachmentId _id;

        public Expected(ConcurrentDictionary<AttachmentId, bool> coming, AttachmentId id)
        {
            (_coming, _id) = (coming, id);
            coming[id] = true;
        }

        public void Dispose() => _coming.TryRemove(_id, out _);
    }
}
