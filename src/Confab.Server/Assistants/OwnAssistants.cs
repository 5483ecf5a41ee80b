using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Operations;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Assistants;

/// <summary>Assistants that people make: kept as the same text that files have, and changed by their owner or the operator.</summary>
public sealed class OwnAssistants(
    IAssistantStore store, IUserStore users, AssistantList list, OperatorRights operators, TimeProvider clock, ILogger<OwnAssistants> logger) : IDisposable
{
    /// <summary>Most that one person may have.</summary>
    public const int MostOfOne = 20;

    // Names are looked for in memory, so one change is looked at after the other.
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads those that are kept.</summary>
    public async Task LoadAsync() => list.TakeMade([.. (await store.ReadAllAsync(CancellationToken.None)).Select(Read).OfType<Assistant>()]);

    /// <summary>Whether somebody may read an assistant's instructions, and change it where no file describes it.</summary>
    public bool IsTheirs(Assistant assistant, Author user) => assistant.Owner == user.Id || operators.AreEverybodys;

    /// <exception cref="RequestRefused">The text is no assistant, its name is taken, or this person has too many.</exception>
    public Task<Assistant> MakeAsync(Author owner, string text, bool namesLines) => InTurnAsync(async () =>
    {
        var made = Parse(text, new UserId(AssistantFields.IdPrefix + Guid.CreateVersion7()), namesLines);
        await RequireFreeAsync(made, except: null);
        Require(await store.AddAsync(new(made.Id, owner.Id, Username.KeyOf(made.Handle), text, clock.GetUtcNow()), MostOfOne), made);
        return made.Id;
    });

    /// <exception cref="RequestRefused">There is no such assistant, it is not theirs, or the text is wrong.</exception>
    public Task<Assistant> ChangeAsync(Author user, UserId id, string text, bool namesLines) => InTurnAsync(async () =>
    {
        var before = RequireTheirs(user, id);
        var changed = Parse(text, id, namesLines);
        await RequireFreeAsync(changed, except: before.Id);
        Require(await store.UpdateAsync(id, Username.KeyOf(changed.Handle), text, clock.GetUtcNow()), changed);
        return id;
    });

    /// <exception cref="RequestRefused">There is no such assistant, or it is not theirs.</exception>
    public async Task DeleteAsync(Author user, UserId id)
    {
        await _turn.WaitAsync();
        try
        {
            RequireTheirs(user, id);
            await store.DeleteAsync(id);
            await LoadAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<Assistant> InTurnAsync(Func<Task<UserId>> change)
    {
        await _turn.WaitAsync();
        try
        {
            var id = await change();
            await LoadAsync();
            return list.Require(id, "id");
        }
        finally
        {
            _turn.Release();
        }
    }

    Assistant RequireTheirs(Author user, UserId id)
    {
        var assistant = list.Require(id, "id");
        if (assistant.Owner is null) throw new RequestRefused(ErrorCode.NotAllowed, $"{assistant.Name} is described by a file of the server's; its operator changes it there", "id");
        return IsTheirs(assistant, user) ? assistant : throw new RequestRefused(ErrorCode.NotAllowed, $"only who made {assistant.Name} may do that, or the operator", "id");
    }

    async Task RequireFreeAsync(Assistant assistant, UserId? except)
    {
        foreach (var (field, name) in new[] { ("handle", assistant.Handle), ("name", assistant.Name) })
        {
            if (list.FindByName(name) is { } other && other.Id != except) throw Taken(field, name, "another assistant");
            var key = Username.KeyOf(name);
            if ((await users.FindByPrefixAsync(key, 1, CancellationToken.None)).Any(u => Username.KeyOf(u.Name) == key)) throw Taken(field, name, "a person");
        }
    }

    static RequestRefused Taken(string field, string name, string whose) =>
        new(ErrorCode.NameTaken, $"\"{name}\" is {whose}'s here; choose another {field}", field);

    static void Require(MadeRefusal? why, Assistant assistant)
    {
        if (why is not null) throw why switch
        {
            MadeRefusal.HandleTaken => Taken("handle", assistant.Handle, "another assistant"),
            MadeRefusal.TooMany => new RequestRefused(ErrorCode.NotAllowed, $"one person makes at most {MostOfOne} assistants; delete one first"),
            _ => new RequestRefused(ErrorCode.UnknownAssistant, $"there is no assistant \"{assistant.Id}\" any more", "id"),
        };
    }

    static Assistant Parse(string text, UserId id, bool namesLines)
    {
        try
        {
            return AssistantFile.Parse(text, id: id);
        }
        catch (AssistantFileException e)
        {
            throw new RequestRefused(ErrorCode.BadRequest, namesLines || e.Field is null ? e.Message : $"\"{e.Field}\" {e.Why}", e.Field ?? "text");
        }
    }

    Assistant? Read(MadeAssistant made)
    {
        try
        {
            return AssistantFile.Parse(made.Text, id: made.Id) with { Owner = made.Owner };
        }
        catch (AssistantFileException e)
        {
            logger.LogWarning("The assistant {Id} is left out: {Why}", made.Id, e.Message);
            return null;
        }
    }
}
