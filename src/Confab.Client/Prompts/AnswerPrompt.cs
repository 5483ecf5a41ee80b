using Confab.Protocol;

namespace Confab.Client.Prompts;

/// <summary>What an assistant saw for an answer.</summary>
/// <param name="MessageId">The answer.</param>
/// <param name="Model">Who read it.</param>
/// <param name="ContextLength">Tokens that the model takes at most.</param>
/// <param name="Budget">The most tokens that this prompt could have.</param>
/// <param name="Tokens">What it had.</param>
/// <param name="LeftOut">Messages that found no room, beyond those that a summary stands for.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Parts">In the order in which the model read them.</param>
public sealed record AnswerPrompt(
    MessageId MessageId, string Model, int ContextLength, int Budget, int Tokens, int LeftOut, DateTimeOffset CreatedAt, IReadOnlyList<PromptPart> Parts);

/// <param name="Kind"><c>instructions</c>, <c>manners</c>, <c>summary</c>, <c>background</c>, <c>memory</c>, <c>knowledge</c>, <c>file</c>, <c>message</c>, <c>begun</c> or <c>tools</c>.</param>
/// <param name="Tokens">As the model counts them.</param>
/// <param name="Title">For people: a name, a file, a topic.</param>
/// <param name="Content">What it saw; absent where <paramref name="Gone"/> says why.</param>
/// <param name="MessageId">The message that it is, or whose file.</param>
/// <param name="Author">Who wrote that.</param>
/// <param name="MemoryId">The memory that it is.</param>
/// <param name="Source">Where in the assistant's knowledge it stands.</param>
/// <param name="Gone"><c>changed</c>, <c>deleted</c>, <c>forgotten</c>, <c>not_kept</c> or <c>not_yours</c>.</param>
public sealed record PromptPart(
    string Kind, int Tokens, string? Title = null, string? Content = null, MessageId? MessageId = null, Author? Author = null, MemoryId? MemoryId = null,
    KnowledgeSource? Source = null, string? Gone = null);
