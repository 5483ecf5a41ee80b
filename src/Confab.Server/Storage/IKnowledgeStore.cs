using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>The documents that assistants answer from, cut into pieces.</summary>
public interface IKnowledgeStore
{
    /// <summary>The files of an assistant as they were read.</summary>
    Task<IReadOnlyList<KnowledgeFile>> ReadFilesAsync(UserId assistant, CancellationToken stop);

    /// <summary>Puts a file's pieces in the place of those that it had.</summary>
    Task PutAsync(UserId assistant, KnowledgeFile file, IReadOnlyList<KnowledgePiece> pieces);

    Task RemoveAsync(UserId assistant, IReadOnlyList<string> paths);

    /// <summary>Everything of assistants other than these.</summary>
    Task KeepOnlyAsync(IReadOnlyCollection<UserId> assistants);

    /// <summary>Pieces that have any of the words, best first.</summary>
    Task<IReadOnlyList<KnowledgePiece>> FindAsync(UserId assistant, IReadOnlyList<string> words, int limit, CancellationToken stop);

    /// <summary>Pieces with their embeddings by one model.</summary>
    Task<IReadOnlyList<EmbeddedPiece>> ReadEmbeddedAsync(UserId assistant, string model, int limit, CancellationToken stop);

    Task<IReadOnlyList<KnowledgePiece>> ReadWithoutEmbeddingAsync(string model, int limit, CancellationToken stop);

    Task SetEmbeddingsAsync(string model, IReadOnlyList<EmbeddedPiece> embedded);
}

/// <param name="Path">In the assistant's folder, with slashes.</param>
public sealed record KnowledgeFile(string Path, long Size, DateTimeOffset ModifiedAt);

/// <param name="Doc">Its number; 0 for one that is not stored yet.</param>
/// <param name="From">The first line, from 1.</param>
/// <param name="To">The last line.</param>
/// <param name="Heading">The headings that it stands under, outermost first; null where there is none.</param>
public sealed record KnowledgePiece(long Doc, string Path, int From, int To, string? Heading, string Content);

/// <param name="Vector">Of length 1.</param>
public sealed record EmbeddedPiece(KnowledgePiece Piece, float[] Vector);
