using System.Globalization;
using Confab.Cli.CommandLine;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Which message a command means: the number in front, <c>42</c> or <c>#42</c>, else the one that is meant without.</summary>
sealed class MessageChoice(ConfabClient client, RoomDesk desk)
{
    /// <summary>The number in front of what was said, and the rest.</summary>
    public static (long? Number, string Words) Split(string said)
    {
        var parts = said.Split([' ', '\n'], 2);
        return long.TryParse(parts[0].TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, parts.Length > 1 ? parts[1].Trim() : "")
            : (null, said);
    }

    public Message? OwnNewest => desk.Talk?.Backwards.FirstOrDefault(message => message.Author.Id == client.User.Id && message.DeletedAt is null);

    public Message? OthersNewest => desk.Talk?.Backwards.FirstOrDefault(
        message => message.Author.Id != client.User.Id && message.Author.Kind != AuthorKind.System && message.DeletedAt is null);

    public Message? NewestAnswer => desk.Talk?.Backwards.FirstOrDefault(message => message.Author.Kind == AuthorKind.Assistant);

    /// <summary>In whose place there is another.</summary>
    public Message? NewestOfSeveral => desk.Talk is { } talk ? talk.Backwards.FirstOrDefault(message => talk.Branches.VariantsOf(message).Count > 1) : null;

    public Message? NewestFile => desk.Talk?.Backwards.FirstOrDefault(message => message.Attachments is { Count: > 0 });

    /// <summary>A message of the room that is shown, wherever in it.</summary>
    /// <exception cref="Failure">There is none.</exception>
    public Task<Message> FindAsync(long? number, Message? otherwise, CancellationToken stop)
    {
        if (desk.Current is not { } pane) throw new Failure("You are in no room. /rooms lists them, /join ROOM enters one.");
        return number is { } seq ? FindAsync(pane, seq, stop)
            : Task.FromResult(otherwise ?? throw new Failure("Which message? Give its number, as it stands in the margin."));
    }

    /// <exception cref="Failure">There is none.</exception>
    public async Task<Message> FindAsync(RoomPane pane, long seq, CancellationToken stop)
    {
        var found = pane.State.Find(seq) ?? desk.Talk?.Find(seq)
            ?? (await client.HistoryAsync(pane.Id, before: seq + 1, limit: 1, stop: stop)).Messages.FirstOrDefault(message => message.Seq == seq);
        return found ?? throw new Failure($"There is no message {seq} in {pane.Name}.");
    }
}
