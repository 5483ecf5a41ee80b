using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>
/// What assistants were shown for their answers. What is forgotten, edited or deleted afterwards is no longer in it: of such a part
/// only its place and size are left.
/// </summary>
public interface IPromptStore
{
    /// <summary>Keeps it with its answer. Nothing is kept where the answer is gone.</summary>
    Task SaveAsync(KeptPrompt prompt);

    Task<ShownPrompt?> FindAsync(MessageId answer, CancellationToken stop);

    /// <summary>Removes so many at most of those that were made before then; says how many.</summary>
    Task<int> DropAsync(DateTimeOffset madeBefore, int limit, CancellationToken stop);
}

/// <param name="MessageId">The answer.</param>
/// <param name="Budget">The most tokens that the prompt could have.</param>
/// <param name="LeftOut">How many messages found no room.</param>
/// <param name="MadeAt">When it was made: what changed later is not what was shown.</param>
/// <param name="RecalledAt">The same of memories.</param>
public sealed record KeptPrompt(
    MessageId MessageId, string Model, int ContextLength, int Budget, int Tokens, int LeftOut, DateTimeOffset MadeAt, DateTimeOffset RecalledAt, IReadOnlyList<KeptPart> Parts);

/// <param name="Kind">One of <see cref="Replies.Prompts.PromptPartKind"/>, in lower case, or <c>tools</c>.</param>
/// <param name="Content">Null for a message, whose text is taken from the message.</param>
public sealed record KeptPart(
    string Kind, string? Title, string? Content, int Tokens, MessageId? MessageId = null, MemoryId? MemoryId = null, long? SummaryId = null, KnowledgeSource? Source = null);

public sealed record ShownPrompt(
    MessageId MessageId, string Model, int ContextLength, int Budget, int Tokens, int LeftOut, DateTimeOffset CreatedAt, IReadOnlyList<ShownPart> Parts);

/// <param name="Content">What was shown; null where that is gone.</param>
/// <param name="Author">Who said it, of a message.</param>
/// <param name="Gone">Why its text is not there: it was <c>changed</c>, <c>deleted</c> or <c>forgotten</c> since, is <c>not_kept</c> at all, or <c>not_yours</c> to read; null where it is.</param>
public sealed record ShownPart(
    string Kind, string? Title, string? Content, int Tokens, MessageId? MessageId = null, Author? Author = null, MemoryId? MemoryId = null,
    KnowledgeSource? Source = null, string? Gone = null);
