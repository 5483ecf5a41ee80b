using Confab.Protocol;

namespace Confab.Client.Assistants;

/// <summary>An assistant of the server.</summary>
/// <param name="Id">Its id: by it an assistant is invited into a room and removed from it.</param>
/// <param name="Name">What people see.</param>
/// <param name="Handle">How it is asked: <c>@AIBot</c> anywhere as a word, <c>/AIBot</c> in front.</param>
/// <param name="Tools">What it may use.</param>
/// <param name="Memory">Whether it remembers anything.</param>
/// <param name="HasKnowledge">Whether it answers from a folder of documents.</param>
/// <param name="IsYours">Whether one may read its instructions; and change it, where it has an owner.</param>
/// <param name="Description">What it is good for, in a line.</param>
/// <param name="Picture">An emoji.</param>
/// <param name="Mode">When it answers at most.</param>
/// <param name="Owner">Who made it; absent where a file of the server describes it.</param>
/// <param name="Instructions">What it is told before everything else; with <paramref name="Options"/> and <paramref name="Triggers"/> for who made it and the operator alone.</param>
/// <param name="Options">What is wished of its answers.</param>
/// <param name="Triggers">Words that ask it.</param>
/// <param name="Knowledge">How many documents it answers from, and which it does not; absent where it has none, or the server did not look yet.</param>
public sealed record AssistantInfo(
    UserId Id, string Name, string Handle, IReadOnlyList<string> Tools, bool Memory, bool HasKnowledge, bool IsYours,
    string? Description = null, string? Picture = null, AssistantMode? Mode = null, UserId? Owner = null,
    string? Instructions = null, GenerationOptions? Options = null, IReadOnlyList<string>? Triggers = null, KnowledgeInfo? Knowledge = null);

/// <summary>What an assistant's folder of documents came to.</summary>
/// <param name="Files">How many it answers from.</param>
/// <param name="LeftOut">What it does not answer from, by reason.</param>
/// <param name="Problem">What is wrong with the folder itself.</param>
public sealed record KnowledgeInfo(int Files, IReadOnlyList<LeftOutInfo>? LeftOut = null, string? Problem = null);

/// <param name="Why">In words.</param>
/// <param name="Count">How many.</param>
/// <param name="Files">The first of them; for the operator alone.</param>
public sealed record LeftOutInfo(string Why, int Count, IReadOnlyList<string>? Files = null);

/// <summary>What an assistant is to be: these fields, or <paramref name="Text"/> alone.</summary>
/// <param name="Text">Front matter and Markdown, as <see cref="ConfabClient.ReadAssistantTextAsync"/> gives it.</param>
/// <param name="Name">What people see.</param>
/// <param name="Handle">How it is asked; absent: the name.</param>
/// <param name="Description">What it is good for, in a line.</param>
/// <param name="Picture">An emoji.</param>
/// <param name="Options">What is wished of its answers.</param>
/// <param name="Mode">When it answers at most.</param>
/// <param name="Triggers">Words that ask it.</param>
/// <param name="Tools">What it may use.</param>
/// <param name="Memory">Whether it remembers anything; absent: it does.</param>
/// <param name="Instructions">What it is told before everything else.</param>
public sealed record AssistantDraft(
    string? Text = null, string? Name = null, string? Handle = null, string? Description = null, string? Picture = null, GenerationOptions? Options = null,
    AssistantMode? Mode = null, IReadOnlyList<string>? Triggers = null, IReadOnlyList<string>? Tools = null, bool? Memory = null, string? Instructions = null);

/// <param name="Assistants">All there are.</param>
/// <param name="Faults">Files that are no assistants; for the operator alone.</param>
public sealed record AssistantDirectory(IReadOnlyList<AssistantInfo> Assistants, IReadOnlyList<AssistantFault>? Faults = null);

/// <param name="File">Its name, without its folder.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record AssistantFault(string File, string Why);

/// <summary>What assistants can be given.</summary>
/// <param name="BuiltIn">Always there.</param>
/// <param name="Servers">Used only in rooms that agreed to them.</param>
public sealed record ToolDirectory(IReadOnlyList<ToolInfo> BuiltIn, IReadOnlyList<ToolServerInfo> Servers);

/// <param name="Name">The tool's name.</param>
/// <param name="Description">What it does.</param>
public sealed record ToolInfo(string Name, string Description);

/// <param name="Name">The server's name.</param>
/// <param name="State"><c>ready</c> or <c>failed</c>.</param>
/// <param name="Tools">What it has.</param>
/// <param name="Error">Why it failed.</param>
public sealed record ToolServerInfo(string Name, string State, IReadOnlyList<ToolInfo> Tools, string? Error = null);
