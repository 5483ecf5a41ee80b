using Confab.Cli.CommandLine;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>What one does with messages.</summary>
sealed class MessageCommands(ConfabClient client, RoomDesk desk, Errands errands, MessageChoice choice, Action<string> putBack)
{
    public SlashCommandGroup Group => new("Messages, by the number in the margin; without one, the newest that fits",
    [
        new("/edit", "[N] [TEXT]", "change your message; without text it comes back to be edited", Edit),
        new("/delete", "[N]", "delete your message; a moderator, anybody's", said => With(said, choice.OwnNewest, (message, _, stop) => client.DeleteAsync(message.Id, stop))),
        new("/react", "[N] [EMOJI]", "put an emoji on a message, or take yours away: 👍 or + - heart laugh tada eyes fire ok", React),
        new("/like", "[N] [WHY]", "like an assistant's answer; once more takes it back", said => Rate(said, Rating.Like)),
        new("/dislike", "[N] [WHY]", "dislike one", said => Rate(said, Rating.Dislike)),
        new("/reply", "[N] TEXT", "answer a message", Reply),
        new("/report", "[N] REASON", "show a message to the room's moderators", Report),
        new("/clear", "", "let assistants begin anew: they are shown nothing that stands above", _ => Clear()),
    ]);

    void Edit(string said)
    {
        var (number, text) = MessageChoice.Split(said);
        // "/edit 3 apples" is a new text, unless 3 is a message of one's own.
        if (number is { } seq && text.Length > 0 && !said.StartsWith('#') && desk.Talk?.Find(seq)?.Author.Id != client.User.Id) (number, text) = (null, said);
        errands.Run(async stop =>
        {
            var message = await choice.FindAsync(number, choice.OwnNewest, stop);
            if (text.Length > 0) await client.EditAsync(message.Id, text, stop);
            else if (message.Author.Id != client.User.Id) throw new Failure("Only your own messages can be edited.");
            else await errands.TellAsync(() => putBack($"/edit #{message.Seq} {message.Content}"));
        });
    }

    void React(string said)
    {
        var (number, rest) = MessageChoice.Split(said);
        var emoji = EmojiWords.Read(rest);
        With(number, choice.OthersNewest, (message, stop) =>
            client.ReactAsync(message.Id, emoji, on: message.Reactions?.Any(known => known.Emoji == emoji && known.UserIds.Contains(client.User.Id)) != true, stop));
    }

    void Rate(string said, Rating rating) => With(said, choice.NewestAnswer, (message, why, stop) =>
    {
        var people = rating == Rating.Like ? message.Feedback?.LikedBy : message.Feedback?.DislikedBy;
        return people?.Contains(client.User.Id) == true && why.Length == 0
            ? client.RateAsync(message.Id, null, stop: stop)
            : client.RateAsync(message.Id, rating, why.Length > 0 ? why : null, stop);
    });

    void Reply(string said)
    {
        var (number, text) = MessageChoice.Split(said);
        if (text.Length == 0) desk.AddProblem("What do you answer? /reply [N] TEXT.");
        else With(number, choice.OthersNewest, (message, stop) => client.ChatAsync(message.RoomId, text, parent: message.Id, thread: message.ThreadId, after: message.ThreadId is null ? desk.Talk?.After : null, stop: stop));
    }

    void Report(string said) => With(said, choice.OthersNewest, async (message, reason, stop) =>
    {
        if (reason.Length == 0) throw new Failure("What is wrong with it? /report [N] REASON.");
        await client.ReportAsync(message.Id, reason, stop);
        await errands.TellAsync(() => desk.AddNote($"Reported {message.Seq} \"{Excerpt.Of(message)}\" to the moderators."));
    });

    void Clear()
    {
        if (desk.Current is { } pane) errands.Run(stop => client.ClearAsync(pane.Id, stop));
    }

    void With(string said, Message? otherwise, Func<Message, string, CancellationToken, Task> act)
    {
        var (number, rest) = MessageChoice.Split(said);
        With(number, otherwise, (message, stop) => act(message, rest, stop));
    }

    void With(long? number, Message? otherwise, Func<Message, CancellationToken, Task> act) =>
        errands.Run(async stop => await act(await choice.FindAsync(number, otherwise, stop), stop));
}
