using System.Globalization;
using Confab.Cli.CommandLine;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Client.Prompts;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>What one does with answers: have them written again or go on, look at the others in their place, see what they were made of.</summary>
sealed class AnswerCommands(ConfabClient client, RoomDesk desk, Errands errands, MessageChoice choice, Memories memories)
{
    public SlashCommandGroup Group => new("Answers",
    [
        new("/again", "[N] [MODEL]", "have an answer written anew, or a question that has none answered", Again),
        new("/continue", "[N]", "have an answer that was cut go on", Continue),
        new("/variant", "[N] [< | > | WHICH]", "look at another answer in the same place: the next, or which", Variant),
        new("/rephrase", "[N] TEXT", "in a chat with an assistant: ask your question in other words; what followed it stays a /variant", Rephrase),
        new("/saw", "[N]", "what an assistant saw for an answer, and why this model gave it", Saw) { Aliases = ["/why"] },
    ]);

    void Again(string said)
    {
        var (number, model) = MessageChoice.Split(said);
        With(number, Unanswered ?? choice.NewestAnswer, (message, stop) => client.RegenerateAsync(message.Id, model.Length > 0 ? new GenerationOptions(Model: model) : null, stop));
    }

    void Continue(string said) => With(MessageChoice.Split(said).Number, choice.NewestAnswer, (message, stop) => client.ContinueAsync(message.Id, stop: stop));

    void Rephrase(string said)
    {
        var (number, text) = MessageChoice.Split(said);
        if (text.Length == 0) desk.AddProblem("How do you ask it instead? /rephrase [N] TEXT.");
        else if (desk.Talk is not { IsChat: true }) desk.AddProblem("Only in a chat with an assistant a question can be asked in other words; here /edit changes it.");
        else With(number, choice.OwnNewest, (message, stop) => client.ChatAsync(message.RoomId, text, variantOf: message.Id, stop: stop));
    }

    void Variant(string said)
    {
        var (number, way) = MessageChoice.Split(said);
        // "/variant 2" is a message's number; where there is no other word the next one is meant.
        With(number, choice.NewestOfSeveral, (message, _) => errands.TellAsync(() => Step(message, way)));
    }

    void Step(Message message, string way)
    {
        var variants = desk.Talk!.Branches.VariantsOf(message);
        if (variants.Count < 2)
        {
            desk.AddNote($"There is nothing else in the place of {message.Seq}; /again {message.Seq} has it written anew.");
            return;
        }
        var shown = desk.Talk.Backwards.FirstOrDefault(variants.Contains) ?? message;
        var at = variants.TakeWhile(variant => variant.Id != shown.Id).Count();
        int? next = way switch
        {
            "" or ">" or "next" => (at + 1) % variants.Count,
            "<" or "back" => (at + variants.Count - 1) % variants.Count,
            _ => int.TryParse(way.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var which) && which >= 1 && which <= variants.Count ? which - 1 : null,
        };
        if (next is { } chosen) desk.Choose(variants[chosen]);
        else desk.AddProblem($"Which? /variant {message.Seq} <, /variant {message.Seq} >, or 1 to {variants.Count}.");
    }

    void Saw(string said) => With(MessageChoice.Split(said).Number, choice.NewestAnswer, async (message, stop) =>
    {
        if (message.Author.Kind != AuthorKind.Assistant) throw new Failure($"{message.Seq} is no answer of an assistant.");
        var prompt = await FindPromptAsync(message, stop);
        await errands.TellAsync(() =>
        {
            if (prompt is null) desk.AddNote($"What {message.Author.Name} saw for {message.Seq} was not kept.");
            else
            {
                var numbers = prompt.Parts.Where(part => part is { MemoryId: not null, Content: not null })
                    .ToDictionary(part => part.MemoryId!.Value, part => memories.Put(part.MemoryId!.Value, message.Author.Id, part.Content!));
                desk.AddRows(width => PromptRows.Of(prompt, message, desk.Current, numbers, width));
            }
            desk.AddRows(width => RouteRows.Of(message, width));
        });
    });

    async Task<AnswerPrompt?> FindPromptAsync(Message message, CancellationToken stop)
    {
        try
        {
            return await client.ReadPromptAsync(message.Id, stop);
        }
        catch (RequestRefusedException refused) when (refused.Error.Code == ErrorCode.UnknownMessage)
        {
            return null;
        }
    }

    // A question of one's own to an assistant that none has answered.
    Message? Unanswered => choice.OwnNewest is { } mine && desk.Talk is { } talk && Addressing.AsksSomeone(mine.Content, talk.Pane.State.Members)
        && !talk.Backwards.Any(message => message.ParentId == mine.Id && message.Author.Kind == AuthorKind.Assistant) ? mine : null;

    void With(long? number, Message? otherwise, Func<Message, CancellationToken, Task> act) =>
        errands.Run(async stop => await act(await choice.FindAsync(number, otherwise, stop), stop));
}
