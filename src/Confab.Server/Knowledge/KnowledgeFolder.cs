using System.IO.Enumeration;
using System.Text;
using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>The Markdown and text files below a folder. Links are not followed: they may lead out of it.</summary>
static class KnowledgeFolder
{
    /// <summary>A larger file, and more files, are left out. Bytes.</summary>
    public const int MostBytes = 1 << 20, MostFiles = 2000;

    /// <summary>All documents together. Bytes: about as many pieces as are compared with a question by meaning.</summary>
    public const int MostBytesOfAll = 16 << 20;

    /// <summary>Nobody's documents are among so many files: somebody named the wrong folder.</summary>
    public const int MostLookedAt = 20_000;

    static readonly string[] Extensions = [".md", ".txt"];

    // What is not accessible is no empty folder.
    static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false };

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>By path; none where there is no such folder, or it cannot be read.</summary>
    public static KnowledgeListing List(string folder)
    {
        try
        {
            return Choose(LookAt(folder));
        }
        catch (DirectoryNotFoundException)
        {
            return new([], [], "its folder is not there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new([], [], "its folder cannot be read") { WasRead = false };
        }
    }

    /// <summary>The text of a document, or why there is none to be had.</summary>
    public static (string? Text, LeftOutWhy Why) Read(string folder, string path)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, path));
            if (IsLinked(folder, path)) return (null, LeftOutWhy.Link);
            if (file.Length > MostBytes) return (null, LeftOutWhy.TooLarge);
            // Pipes and devices have no length either, and whoever reads one waits.
            if (file.Length == 0) return ("", default);
            var bytes = File.ReadAllBytes(file.FullName);
            return bytes.Contains((byte)0) ? (null, LeftOutWhy.NoText) : (Strict.GetString(bytes).TrimStart('\uFEFF'), default);
        }
        catch (DecoderFallbackException)
        {
            return (null, LeftOutWhy.NoText);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, LeftOutWhy.Unreadable);
        }
    }

    /// <summary>One more than are looked at where there are more. A folder is among them where it cannot be read.</summary>
    static List<Entry> LookAt(string root)
    {
        var (found, ahead) = (new List<Entry>(), new Queue<Entry>());
        Read(root, "");
        while (found.Count <= MostLookedAt && ahead.TryDequeue(out var folder))
        {
            try
            {
                Read(Path.Combine(root, folder.Path), folder.Path + "/");
            }
            catch (DirectoryNotFoundException)
            {
                // It went meanwhile, with all that was in it.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                found.Add(folder);
            }
        }
        return found;

        void Read(string folder, string at)
        {
            foreach (var entry in new FileSystemEnumerable<Entry>(folder, (ref FileSystemEntry e) => EntryOf(ref e, at), Everything))
            {
                if (entry.Kind == EntryKind.Folder) ahead.Enqueue(entry);
                else found.Add(entry);
                if (found.Count > MostLookedAt) return;
            }
        }
    }

    static Entry EntryOf(ref FileSystemEntry entry, string at) => new(
        $"{at}{entry.FileName}",
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? EntryKind.Link : entry.IsDirectory ? EntryKind.Folder : EntryKind.File,
        entry.Length, entry.LastWriteTimeUtc.ToUnixTimeMilliseconds());

    static KnowledgeListing Choose(List<Entry> entries)
    {
        var (files, leftOut, bytes) = (new List<KnowledgeFile>(), new List<LeftOutFile>(), 0L);
        foreach (var entry in entries.Take(MostLookedAt).OrderBy(e => e.Path, StringComparer.Ordinal))
            if (WhyNot(entry) is { } why)
            {
                leftOut.Add(new(entry.Path, why));
            }
            else
            {
                files.Add(new(entry.Path, entry.Length, DateTimeOffset.FromUnixTimeMilliseconds(entry.ModifiedAt)));
                bytes += entry.Length;
            }
        return new(files, leftOut, entries.Count > MostLookedAt ? $"its folder holds more than {MostLookedAt} files, and those after them were not looked at" : null);

        LeftOutWhy? WhyNot(Entry entry)
        {
            if (entry.Kind == EntryKind.Link) return LeftOutWhy.Link;
            if (entry.Kind == EntryKind.Folder) return LeftOutWhy.Unreadable;
            if (!Extensions.Contains(Path.GetExtension(entry.Path), StringComparer.OrdinalIgnoreCase)) return LeftOutWhy.OtherKind;
            if (entry.Length > MostBytes) return LeftOutWhy.TooLarge;
            return files.Count == MostFiles ? LeftOutWhy.TooMany : bytes + entry.Length > MostBytesOfAll ? LeftOutWhy.FolderTooLarge : null;
        }
    }

    /// <summary>It, or a folder on the way to it, became a link after it was listed.</summary>
    static bool IsLinked(string folder, string path)
    {
        for (var at = Path.Combine(folder, path); at.Length > folder.Length; at = Path.GetDirectoryName(at)!)
            if (new FileInfo(at).LinkTarget is not null) return true;
        return false;
    }

    enum EntryKind { File, Folder, Link }

    readonly record struct Entry(string Path, EntryKind Kind, long Length, long ModifiedAt);
}
