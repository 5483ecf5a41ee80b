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

    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = true };

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>By path; none where there is no such folder.</summary>
    public static KnowledgeListing List(string folder)
    {
        try
        {
            return Choose(Entries(folder).Take(MostLookedAt + 1).ToList());
        }
        catch (DirectoryNotFoundException)
        {
            return new([], [], "its folder is not there");
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

    static FileSystemEnumerable<Entry> Entries(string folder) => new(
        folder,
        (ref FileSystemEntry e) => new(Path.GetRelativePath(folder, e.ToFullPath()).Replace('\\', '/'), IsLink(ref e), e.Length, e.LastWriteTimeUtc.ToUnixTimeMilliseconds()),
        Everything)
    {
        ShouldRecursePredicate = (ref FileSystemEntry e) => !IsLink(ref e),
        ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory || IsLink(ref e),
    };

    static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

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
            if (entry.IsLink) return LeftOutWhy.Link;
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

    readonly record struct Entry(string Path, bool IsLink, long Length, long ModifiedAt);
}
