using Confab.Cli.Rooms.Showing;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Threads: list, open, answer in, leave.</summary>
sealed class ThreadCommands(ConfabClient client, RoomDesk desk, Errands errands, MessageChoice choice)
{
    public SlashCommandGroup Group => new("Threads",
    [
        new("/thread", "[N] [TEXT]", "open the thread of a message, or say something in it; alone, list yours", Thread),
        new("/back", "", "leave the thread for its room (or Esc)", _ => Back()),
    ]);

    void Thread(string said)
    {
        var (number, text) = MessageChoice.Split(said);
        if (said.Length == 0) List();
        else if (number is null) desk.AddProblem("Which message's thread? /thread N, by the number in the margin.");
        else errands.Run(async stop =>
        {
            var message = await choice.FindAsync(number, null, stop);
            var thread = message.ThreadId ?? message.Id;
            if (text.Length > 0) await client.ChatAsync(message.RoomId, text, thread: thread, stop: stop);
            else await OpenAsync(message, thread, stop);
        });
    }

    async Task OpenAsync(Message message, MessageId thread, CancellationToken stop)
    {
        var page = await client.HistoryAsync(message.RoomId, limit: Limits.MaxPage, thread: thread, stop: stop);
        var root = message.Id == thread ? message
            : (await client.HistoryAroundAsync(message.RoomId, thread, limit: 1, stop: stop)).Messages.FirstOrDefault(found => found.Id == thread);
        await errands.TellAsync(() =>
        {
            if (desk.Current?.Id != message.RoomId) return;
            var talk = desk.ShowThread(thread, root?.Seq ?? message.Seq);
            if (root is not null) talk.Put(root);
            foreach (var said in page.Messages) talk.Put(said);
            if (page.HasMore) desk.AddNote("Only the newest messages of this thread are shown.");
        });
    }

    void List()
    {
        if (desk.Current is not { } pane) return;
        var threads = pane.State.Threads;
        if (threads.Count == 0) desk.AddNote("You take part in no thread here. /thread N opens that of a message.");
        else desk.AddRows(_ => Listing.Threads(threads, pane));
    }

    void Back()
    {
        if (!desk.LeaveThread()) desk.AddNote("You are in no thread.");
    }
}
