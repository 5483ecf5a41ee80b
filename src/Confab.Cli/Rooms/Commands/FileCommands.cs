using Confab.Cli.CommandLine;
using Confab.Cli.Models;
using Confab.Cli.Terminal;
using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Files to a room and from it.</summary>
sealed class FileCommands(ConfabClient client, RoomDesk desk, Errands errands, MessageChoice choice, UiLoop loop)
{
    public SlashCommandGroup Group => new("Files",
    [
        new("/attach", "FILE [TEXT]", "send a file, with words beside it", Attach),
        new("/save", "[N] [FOLDER]", "save the files of a message, here by default", Save),
    ]);

    /// <returns>Whether there was a file on its way.</returns>
    public bool StopNewest()
    {
        if (desk.Transfers is not [.., var newest]) return false;
        newest.Stop.Cancel();
        return true;
    }

    void Attach(string said)
    {
        if (desk.Talk is not { } talk) return;
        errands.Run(async stop =>
        {
            var (path, text) = FilePath.InFront(said);
            await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var most = client.Server.Capabilities.MaxFileBytes;
            if (most > 0 && content.Length > most) throw new Failure($"{Path.GetFileName(path)} has {ByteSize.Of(content.Length)}; the server takes {ByteSize.Of(most)} at most.");
            await WithAsync(new(SafeText.CleanLine(Path.GetFileName(path)), IsUpload: true, content.Length, loop.Poke), async (transfer, until) =>
            {
                var file = await client.UploadAsync(talk.Pane.Id, Path.GetFileName(path), content, transfer, until);
                await client.ChatAsync(talk.Pane.Id, text, thread: talk.Thread, attachments: [file.Id], after: talk.After, stop: until);
            }, stop);
        });
    }

    void Save(string said)
    {
        var (number, folder) = MessageChoice.Split(said);
        errands.Run(async stop =>
        {
            var message = await choice.FindAsync(number, choice.NewestFile, stop);
            if (message.Attachments is not { Count: > 0 } files) throw new Failure($"Message {message.Seq} has no file.");
            var target = FilePath.Full(folder.Length > 0 ? folder : ".");
            if (!Directory.Exists(target)) throw new Failure($"There is no folder {target}.");
            foreach (var file in files) await SaveAsync(file, target, stop);
        });
    }

    async Task SaveAsync(Attachment file, string folder, CancellationToken stop)
    {
        await WithAsync(new(SafeText.CleanLine(file.Name), IsUpload: false, file.Size, loop.Poke), async (transfer, until) =>
        {
            var path = await SavedFile.WriteAsync(folder, file.Name, into => client.DownloadAsync(file.Id, into, transfer, until));
            await errands.TellAsync(() => desk.AddNote($"Saved {path} ({ByteSize.Of(file.Size)})."));
        }, stop);
    }

    async Task WithAsync(Transfer transfer, Func<Transfer, CancellationToken, Task> act, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, transfer.Stop.Token);
        await errands.TellAsync(() => desk.Transfers.Add(transfer));
        try
        {
            await act(transfer, either.Token);
        }
        catch (OperationCanceledException) when (transfer.Stop.IsCancellationRequested)
        {
            await errands.TellAsync(() => desk.AddNote($"{transfer.Name} was stopped."));
        }
        finally
        {
            await errands.TellAsync(() => desk.Transfers.Remove(transfer));
        }
    }
}
