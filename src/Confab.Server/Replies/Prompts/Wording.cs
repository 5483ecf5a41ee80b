using Confab.Protocol;
using Confab.Server.Assistants;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies.Prompts;

/// <summary>How things are put to a model.</summary>
static class Wording
{
    public static PromptPart Instructions(string text) => new(PromptPartKind.Instructions, text);

    /// <summary>What an assistant is told of a room in which several people talk.</summary>
    public static PromptPart Manners(Assistant assistant) => new(
        PromptPartKind.Manners,
        $"You are @{assistant.Handle}, a member of a chat room. Several people talk here; each of their messages begins with the name of who wrote it. Answer the last message that is meant for you.");

    public static PromptPart Summary(long id, string text) => new(PromptPartKind.Summary, $"What was said before, in short:\n{Inset(text)}") { SummaryId = id };

    public static PromptPart Background(string text) => new(PromptPartKind.Background, $"Background of the next message, given with it:\n{text}");

    /// <summary>
    /// A message as one turn. Where several people talk each is named, and only a message of their own begins a line: nobody can
    /// write a line in another's name.
    /// </summary>
    public static PromptPart Turn(Assistant assistant, Message m, bool namesSpeakers)
    {
        var isOwn = m.Author.Id == assistant.Id;
        var text = isOwn || !namesSpeakers ? Said(m) : $"{m.Author.Name}: {Inset(Mention.Strip(assistant.Handle, Said(m)))}";
        return new(PromptPartKind.Message, text) { Title = m.Author.Name, MessageId = m.Id, Role = isOwn ? ChatRole.Assistant : ChatRole.User };
    }

    /// <summary>What an answer has already that was cut, and that it is to go on from there.</summary>
    public static IEnumerable<PromptPart> GoOn(string begun) =>
    [
        new(PromptPartKind.Begun, begun) { Role = ChatRole.Assistant },
        new(PromptPartKind.Begun, "(Your answer was cut there. Go on with the very next character, in the same form; repeat nothing and say nothing about it.)"),
    ];

    /// <summary>Only its first line begins one: no other can pass for a person's, nor for a heading.</summary>
    public static string Inset(string text) => text.ReplaceLineEndings("\n    ");

    /// <summary>What was said, and the names of the files that came with it.</summary>
    public static string Said(Message m) => m.Attachments is null ? m.Content : $"{m.Content} [sent: {string.Join(", ", m.Attachments.Select(a => a.Name))}]".TrimStart();

    /// <summary>What stands right before the question: not said by anybody, and marked so.</summary>
    public static string Notes(IEnumerable<PromptPart> notes) =>
        string.Join("\n\n", notes.GroupBy(n => n.Kind).Select(kind => Heading(kind.Key) + string.Join('\n', kind.Select(n => n.Kind == PromptPartKind.Memory ? "- " + n.Text : n.Text)))) + "\n\n";

    static string Heading(PromptPartKind kind) => kind switch
    {
        PromptPartKind.Memory => "[What you remember; use what fits the next message, and do not speak of it otherwise:]\n",
        PromptPartKind.Knowledge => "[From your documents. Answer from them where they say it, and name the place as it stands in brackets:]\n",
        PromptPartKind.File => "[Files that were sent:]\n",
        _ => "",
    };
}
