using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>What a folder holds, by path.</summary>
/// <param name="Files">The documents.</param>
/// <param name="LeftOut">What an assistant does not answer from.</param>
/// <param name="Problem">What is wrong with the folder itself.</param>
sealed record KnowledgeListing(IReadOnlyList<KnowledgeFile> Files, IReadOnlyList<LeftOutFile> LeftOut, string? Problem)
{
    /// <summary>False where nobody knows what it holds.</summary>
    public bool WasRead { get; init; } = true;

    public bool IsAs(KnowledgeListing other) => Problem == other.Problem && Files.SequenceEqual(other.Files) && LeftOut.SequenceEqual(other.LeftOut);
}

readonly record struct LeftOutFile(string Path, LeftOutWhy Why);

enum LeftOutWhy { Unreadable, NoText, Link, OtherKind, TooLarge, TooMany, FolderTooLarge }

/// <summary>What an assistant's documents came to, for its card.</summary>
/// <param name="Files">How many it answers from.</param>
/// <param name="LeftOut">What it does not answer from, by reason.</param>
/// <param name="Problem">What is wrong with the folder itself.</param>
public sealed record KnowledgeState(int Files, IReadOnlyList<LeftOutFiles>? LeftOut = null, string? Problem = null)
{
    /// <summary>The same without names: what is not a document is nobody's to know but the operator's.</summary>
    public KnowledgeState WithoutNames() => this with { LeftOut = LeftOut is null ? null : [.. LeftOut.Select(l => l with { Files = null })] };

    /// <summary>In a line, for the log; empty where all is well.</summary>
    public string Words() => string.Join("; ", (LeftOut ?? []).Select(l => $"{l.Why}: {string.Join(", ", l.Files ?? [])}{(l.Count > l.Files?.Count ? $" and {l.Count - l.Files.Count} more" : "")}").Prepend(Problem).OfType<string>());

    internal static KnowledgeState Of(KnowledgeListing listing, IReadOnlyCollection<LeftOutFile> unread)
    {
        var groups = listing.LeftOut.Concat(unread).GroupBy(f => f.Why).OrderBy(g => g.Key)
            .Select(g => new LeftOutFiles(Words(g.Key), g.Count(), [.. g.Select(f => f.Path).Order(StringComparer.Ordinal).Take(LeftOutFiles.MostNamed)])).ToList();
        return new(listing.Files.Count - unread.Count, groups.Count == 0 ? null : groups, listing.Problem);
    }

    static string Words(LeftOutWhy why) => why switch
    {
        LeftOutWhy.Unreadable => "cannot be read",
        LeftOutWhy.NoText => "no text in UTF-8",
        LeftOutWhy.Link => "links, which are not followed",
        LeftOutWhy.OtherKind => "neither .md nor .txt",
        LeftOutWhy.TooLarge => $"larger than {KnowledgeFolder.MostBytes >> 20} MiB",
        LeftOutWhy.TooMany => $"more than {KnowledgeFolder.MostFiles} documents",
        LeftOutWhy.FolderTooLarge => $"more than {KnowledgeFolder.MostBytesOfAll >> 20} MiB together",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };
}

/// <param name="Why">In words.</param>
/// <param name="Files">The first of them; for the operator alone.</param>
public sealed record LeftOutFiles(string Why, int Count, IReadOnlyList<string>? Files)
{
    public const int MostNamed = 5;
}
