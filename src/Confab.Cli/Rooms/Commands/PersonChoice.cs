using Confab.Cli.CommandLine;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Commands;

/// <summary>Whom a command means: a name in front, with or without <c>@</c>, in quotes or not, however many words it has.</summary>
sealed class PersonChoice(ConfabClient client, RoomDesk desk)
{
    /// <returns>The person, and what was said after the name.</returns>
    /// <exception cref="Failure">Nobody is called so.</exception>
    public async Task<(UserId Id, string Name, string Words)> FindAsync(string said, CancellationToken stop)
    {
        var text = said.TrimStart('@');
        if (text.Length == 0) throw new Failure("Whom? Give a name; /members lists who is here.");
        var members = desk.Current?.State.Members.Where(member => member.Kind == AuthorKind.User).Select(member => (member.Id, member.Name)) ?? [];
        if (InFront(text, members) is { } here) return here;
        var word = text.Trim('"').Split(' ', 2)[0];
        var others = (await client.FindUsersAsync(word, limit: 50, stop: stop)).Users.Select(user => (user.Id, user.Name));
        return InFront(text, others) ?? throw new Failure($"Nobody here is called \"{word}\".");
    }

    /// <summary>The same, or an assistant of the server by its handle or name.</summary>
    public async Task<(UserId Id, string Name, string Words)> FindAnyAsync(string said, CancellationToken stop)
    {
        try
        {
            return await FindAsync(said, stop);
        }
        catch (Failure) when (said.Length > 0)
        {
            var text = said.TrimStart('@', '/');
            var assistants = (await client.ListAssistantsAsync(stop)).Assistants;
            if ((InFront(text, assistants.Select(one => (one.Id, one.Handle))) ?? InFront(text, assistants.Select(one => (one.Id, one.Name)))) is { } found) return found;
            throw;
        }
    }

    /// <summary>Of several names that fit the longest is meant.</summary>
    internal static (UserId Id, string Name, string Words)? InFront(string text, IEnumerable<(UserId Id, string Name)> people)
    {
        (UserId, string, string)? best = null;
        var longest = 0;
        foreach (var (id, name) in people)
        {
            if (name.Length <= longest || After(text, name) is not { } rest) continue;
            (best, longest) = ((id, name, rest), name.Length);
        }
        return best;
    }

    static string? After(string text, string name)
    {
        var quoted = $"\"{name}\"";
        if (text.StartsWith(quoted, StringComparison.OrdinalIgnoreCase)) return text[quoted.Length..].Trim();
        if (!text.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return null;
        return text.Length == name.Length || char.IsWhiteSpace(text[name.Length]) ? text[name.Length..].Trim() : null;
    }
}
