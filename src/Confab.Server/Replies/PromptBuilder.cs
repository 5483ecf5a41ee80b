using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies;

/// <param name="Messages">What the model is shown.</param>
/// <param name="Tokens">How many tokens that is.</param>
/// <param name="MaxTokens">What is left for the answer.</param>
public sealed record Prompt(IReadOnlyList<ChatMessage> Messages, int Tokens, int MaxTokens)
{
    /// <summary>The wishes with a limit that the model's context has room for.</summary>
    public ChatOptions Bound(ChatOptions wishes, Model model)
    {
        var asked = wishes.Clone();
        asked.MaxOutputTokens = Math.Min(asked.MaxOutputTokens ?? MaxTokens, Math.Max(1, model.ContextLength - Tokens));
        return asked;
    }
}

/// <summary>
/// What an assistant is shown of a room, or of the thread that it was asked in: its instructions always, then the newest
/// messages that fit, each with its speaker's name. All of them were written in that room, so whoever reads the answer may read them too. In a chat session one person
/// talks with one assistant, so nobody is named, and the session's own system prompt takes the place of the instructions.
/// </summary>
public sealed class PromptBuilder(IMessageStore messages, ISessionStore sessions, ReplyOptions options)
{
    public async Task<Prompt> BuildAsync(Model model, Assistant assistant, RoomId room, MessageId questionId, ReplyWishes wishes, CancellationToken stop)
    {
        var history = await messages.ReadContextAsync(room, questionId, options.History, stop)
            ?? throw new RequestRefused(ErrorCode.UnknownMessage, "the question was deleted", "parentId");
        var session = await sessions.FindAsync(room, stop);
        var listener = session?.SystemPrompt is { } own ? assistant with { Instructions = own } : assistant;
        return Fit(model, listener, [.. history.Where(m => Said(m).Length > 0)], namesSpeakers: session is null, wishes);
    }

    internal Prompt Fit(Model model, Assistant assistant, IReadOnlyList<Message> history, bool namesSpeakers = true, ReplyWishes? wishes = null)
    {
        var maxTokens = Math.Min(wishes?.Options.MaxOutputTokens ?? options.MaxTokens, model.ContextLength / 2);
        var budget = model.ContextLength - maxTokens;
        var instructions = new ChatMessage(ChatRole.System, Instructions(assistant, namesSpeakers, wishes?.Background));
        var turns = history.Select(m => Turn(assistant, m, namesSpeakers)).ToList();
        if (wishes?.Begun is { } begun) turns.AddRange([new(ChatRole.Assistant, begun), new(ChatRole.User, GoOn)]);

        for (var oldest = FirstThatMayFit(model, turns, budget); oldest < turns.Count; oldest++)
        {
            List<ChatMessage> prompt = [instructions, .. Merged(turns[oldest..])];
            var tokens = model.CountPromptTokens(prompt);
            if (tokens <= budget) return new Prompt(prompt, tokens, maxTokens);
        }
        // In a session nobody cuts a question in silence.
        if (!namesSpeakers) return Whole(model, instructions, turns[^1], maxTokens);
        var shortened = Shortened(model, instructions, turns[^1], budget);
        var least = model.CountPromptTokens(shortened);
        // Instructions and background are never cut without a word.
        return least < model.ContextLength ? new Prompt(shortened, least, Math.Min(maxTokens, model.ContextLength - least)) : throw new PromptTooLongException(least, model.ContextLength);
    }

    const string GoOn = "(Your answer was cut there. Go on with the very next character, in the same form; repeat nothing and say nothing about it.)";

    static Prompt Whole(Model model, ChatMessage instructions, Turn question, int maxTokens)
    {
        List<ChatMessage> whole = [instructions, new(question.Role, question.Text)];
        var tokens = model.CountPromptTokens(whole);
        return tokens < model.ContextLength
            ? new Prompt(whole, tokens, Math.Min(maxTokens, model.ContextLength - tokens))
            : throw new PromptTooLongException(tokens, model.ContextLength);
    }

    /// <summary>Counting single texts is a lower bound of the whole, and much cheaper than rendering it again and again.</summary>
    static int FirstThatMayFit(Model model, List<Turn> turns, int budget)
    {
        var first = turns.Count;
        while (first > 0 && (budget -= model.CountTokens(turns[first - 1].Text)) >= 0) first--;
        return Math.Min(first, turns.Count - 1);
    }

    internal static string Instructions(Assistant assistant, bool isInRoom, string? background = null) => string.Join("\n\n", ((string?[])
    [
        assistant.Instructions,
        isInRoom
            ? $"You are @{assistant.Handle}, a member of a chat room. Several people talk here; each of their messages begins with the name of who wrote it. Answer the last message that is meant for you."
            : null,
        background is null ? null : $"Background of the last message, given with it:\n{background}",
    ]).OfType<string>());

    static Turn Turn(Assistant assistant, Message m, bool namesSpeakers) => m.Author.Id == assistant.Id
        ? new(ChatRole.Assistant, Said(m))
        : !namesSpeakers ? new(ChatRole.User, Said(m))
        // Only a message of their own begins a line: nobody can write a line in another's name.
        : new(ChatRole.User, $"{m.Author.Name}: {Mention.Strip(assistant.Handle, Said(m)).ReplaceLineEndings("\n    ")}");

    /// <summary>A model reads no files yet, but learns that they were sent.</summary>
    static string Said(Message m) => m.Attachments is null ? m.Content : $"{m.Content} [sent: {string.Join(", ", m.Attachments.Select(a => a.Name))}]".TrimStart();

    /// <summary>Many templates know only turns that alternate. Each message stays a content of its own, the question the last.</summary>
    static IEnumerable<ChatMessage> Merged(IEnumerable<Turn> turns)
    {
        ChatMessage? merged = null;
        foreach (var turn in turns)
        {
            if (merged?.Role == turn.Role)
            {
                ((TextContent)merged.Contents[^1]).Text += '\n';
                merged.Contents.Add(new TextContent(turn.Text));
                continue;
            }
            if (merged is not null) yield return merged;
            merged = new ChatMessage(turn.Role, turn.Text);
        }
        if (merged is not null) yield return merged;
    }

    static List<ChatMessage> Shortened(Model model, ChatMessage instructions, Turn question, int budget)
    {
        var text = question.Text;
        while (true)
        {
            List<ChatMessage> prompt = [instructions, new(question.Role, text)];
            if (text.Length < 16 || model.CountPromptTokens(prompt) <= budget) return prompt;
            var end = text.Length * 3 / 4;
            text = text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + " …";
        }
    }
}

readonly record struct Turn(ChatRole Role, string Text);
