using System.Text;
using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>The Markdown and text files below a folder. Links are not followed: they may lead out of it.</summary>
static class KnowledgeFolder
{
    /// <summary>A larger file, and more files, are passed over. Bytes.</summary>
    public const int MostBytes = 1 << 20, MostFiles = 2000;

    static readonly string[] Extensions = [".md", ".txt"];

    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = true };

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>By path; empty where there is no such folder.</summary>
    public static IReadOnlyList<KnowledgeFile> List(string folder) => !Directory.Exists(folder)
        ? []
        :
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", Everything)
                .Where(f => Extensions.Contains(f.Extension, StringComparer.OrdinalIgnoreCase) && f.Length <= MostBytes)
                .Select(f => new KnowledgeFile(
                    Path.GetRelativePath(folder, f.FullName).Replace('\\', '/'), f.Length, DateTimeOffset.FromUnixTimeMilliseconds(new DateTimeOffset(f.LastWriteTimeUtc).ToUnixTimeMilliseconds())))
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Take(MostFiles),
        ];

    /// <summary>Null for what is gone by now, or is no text in UTF-8.</summary>
    public static string? Read(string folder, string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, path));
            var text = bytes.Length > MostBytes || bytes.Contains((byte)0) ? null : Strict.GetString(bytes);
            return text?.TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return null;
        }
    }
}
