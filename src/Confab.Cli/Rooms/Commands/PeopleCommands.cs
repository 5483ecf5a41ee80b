using System.Globalization;
using Confab.Cli.CommandLine;
using Confab.Cli.Rooms.Showing;
using Confab.Cli.Rooms.Signals;
using Confab.Cli.Terminal.Chat;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Who is here, what they may do, and how present one is oneself.</summary>
sealed class PeopleCommands(ConfabClient client, RoomDesk desk, Errands errands, PersonChoice person, OwnPresence presence)
{
    const int UsualMute = 60;

    public SlashCommandGroup Group => new("People",
    [
        new("/members", "", "who is in this room, with roles and presence", _ => Members()) { Aliases = ["/who"] },
        new("/status", "[STATUS] [WHAT]", "online, away, busy or hidden, and what you do", Status),
        new("/invite", "NAME", "make somebody a member of this room, an assistant too; ends a ban", said => In(said, "", (room, who, _, stop) => client.InviteAsync(room, who, stop), isAnybody: true)),
        new("/role", "NAME ROLE", "member, moderator or owner; for owners", Role),
        new("/mute", "NAME [MINUTES]", $"keep somebody from writing, {UsualMute} minutes by default", Mute),
        new("/unmute", "NAME", "let them write again", said => In(said, "{0} may write again.", (room, who, _, stop) => client.MuteAsync(room, who, TimeSpan.Zero, stop))),
        new("/kick", "NAME", "remove somebody from this room, an assistant too", said => In(said, "", (room, who, _, stop) => client.RemoveMemberAsync(room, who, ban: false, stop), isAnybody: true)) { Aliases = ["/remove"] },
        new("/ban", "NAME", "remove them until they are invited", said => In(said, "{0} cannot come back until somebody invites them.", (room, who, _, stop) => client.RemoveMemberAsync(room, who, ban: true, stop))),
    ]);

    void Members()
    {
        if (desk.Current is { } pane) desk.AddRows(_ => Listing.Members(pane.State.Members));
    }

    void Status(string said)
    {
        var parts = said.Split(' ', 2);
        var word = parts[0].ToLowerInvariant();
        if (said.Length > 0)
        {
            PresenceStatus? status = word switch
            {
                "online" or "here" => PresenceStatus.Online,
                "away" => PresenceStatus.Away,
                "busy" => PresenceStatus.Busy,
                "hidden" or "offline" => PresenceStatus.Offline,
                _ => null,
            };
            if (status is not { } chosen)
            {
                desk.AddProblem($"There is no status \"{word}\": online, away, busy or hidden.");
                return;
            }
            presence.Choose(chosen, parts.Length > 1 ? parts[1].Trim() : "");
        }
        var now = presence.Status == PresenceStatus.Offline ? "hidden" : presence.Status.ToString().ToLowerInvariant();
        desk.AddNote(presence.Activity.Length > 0 ? $"You are {now}: {presence.Activity}" : $"You are {now}.");
    }

    void Role(string said) => In(said, "", (room, who, rest, stop) =>
        Enum.TryParse<RoomRole>(rest, ignoreCase: true, out var role) && !rest.Any(char.IsDigit)
            ? client.SetRoleAsync(room, who, role, stop)
            : throw new Failure("Which role? member, moderator or owner: /role NAME ROLE."), "{0}'s role is {1} now.");

    void Mute(string said) => In(said, "{0} cannot write for now.", (room, who, rest, stop) =>
    {
        var minutes = UsualMute;
        if (rest.Length > 0 && !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out minutes)) throw new Failure("For how many minutes? /mute NAME [MINUTES].");
        return client.MuteAsync(room, who, TimeSpan.FromMinutes(minutes), stop);
    });

    void In(string said, string done, Func<RoomId, UserId, string, CancellationToken, Task> act, string? doneWithRest = null, bool isAnybody = false)
    {
        if (desk.Current is not { } pane) return;
        errands.Run(async stop =>
        {
            var (who, name, rest) = await (isAnybody ? person.FindAnyAsync(said, stop) : person.FindAsync(said, stop));
            await act(pane.Id, who, rest, stop);
            var note = string.Format(CultureInfo.InvariantCulture, doneWithRest ?? done, name, rest.ToLowerInvariant());
            if (note.Length > 0) await errands.TellAsync(() => desk.AddNote(note));
        });
    }
}
