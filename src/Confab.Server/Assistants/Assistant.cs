using Confab.Protocol;

namespace Confab.Server.Assistants;

/// <summary>An AI member.</summary>
/// <param name="Id">Stable, so that old messages keep their author; it holds a colon, as no id of a person does.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Handle">How it is asked: <c>@AIBot</c>, <c>/AIBot</c>. No blanks.</param>
/// <param name="Instructions">What it is told before every conversation.</param>
public sealed record Assistant(UserId Id, string Name, string Handle, string Instructions)
{
    /// <summary>What it is good for, in a line.</summary>
    public string? Description { get; init; }

    /// <summary>An emoji.</summary>
    public string? Picture { get; init; }

    /// <summary>What it wishes of its model: a model, or a strategy, and how to generate; a question's own wishes count more.</summary>
    public GenerationOptions Options { get; init; } = new();

    /// <summary>When it answers at most, whatever the room allows; null: as the room says.</summary>
    public AssistantMode? Mode { get; init; }

    /// <summary>Words that ask it in <c>smart</c> rooms, besides questions.</summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>The tools that it may use: built-in ones by name, and <c>server/*</c> or <c>server/tool</c> of a tool server.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The folder of documents that it answers from; null where it has none.</summary>
    public string? Knowledge { get; init; }

    /// <summary>Whether it remembers anything at all.</summary>
    public bool HasMemory { get; init; } = true;

    /// <summary>The text that it was read from; see <see cref="AssistantFile"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>Who made it; null for what the operator's files say.</summary>
    public UserId? Owner { get; init; }

    public Author Author { get; } = new(Id, Name, AuthorKind.Assistant);

    public Member Member => new(Id, Name, AuthorKind.Assistant, PresenceStatus.Online, Assistant: new(Handle, Description, Picture, Mode));
}
