using Confab.Cli.CommandLine;
using Confab.Cli.Rooms;
using Confab.Cli.Terminal.Text;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Chat;

/// <summary>
/// Opens one's name on a server. A token is the only way back to a name: it is kept before the server hears of it, and a
/// server that does not know it is no reason to throw it away, for tomorrow the right server may answer there again.
/// </summary>
sealed class SignIn(TokenStore tokens, TextWriter notes, TimeProvider clock)
{
    public Task<ConfabClient> OpenAsync(RoomEntrance.Wish wish, CancellationToken stop) =>
        wish.Token is { } given ? WithGivenAsync(wish, given, stop) : WithKeptAsync(wish, stop);

    async Task<ConfabClient> WithGivenAsync(RoomEntrance.Wish wish, string token, CancellationToken stop)
    {
        var client = await ConnectAsync(wish.Server, null, token, stop);
        try
        {
            await tokens.KeepAsync(wish.Server, client.User.Name, client.Token, stop);
        }
        catch (Exception fault) when (IsOfStore(fault))
        {
            await NoteAsync($"the token was not kept ({fault.Message}); give it again the next time");
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
        return client;
    }

    async Task<ConfabClient> WithKeptAsync(RoomEntrance.Wish wish, CancellationToken stop)
    {
        var kept = tokens.Find(wish.Server, wish.Name);
        foreach (var token in kept)
            if (await TryAsync(wish.Server, token, stop) is { } client) return client;
        if (kept.Count > 0)
            await NoteAsync($"{wish.Server} knows no token that is kept for \"{wish.Name}\" (it may have been set up anew); taking the name again, and keeping every token");
        return await TakeNameAsync(wish, kept.Count > 0 ? kept[0] : null, stop);
    }

    async Task<ConfabClient> TakeNameAsync(RoomEntrance.Wish wish, string? kept, CancellationToken stop)
    {
        var fresh = ConfabClient.NewToken();
        var token = kept ?? await KeepFirstAsync(wish, fresh, stop);
        try
        {
            return await ConnectAsync(wish.Server, wish.Name, token, stop);
        }
        catch (RequestRefusedException refused) when (refused.Error.Code is ErrorCode.NameTaken or ErrorCode.BadRequest)
        {
            // The server said that this token, made a moment ago, opens nothing; an older one is never given up.
            if (token == fresh) await ForgetAsync(wish, fresh, stop);
            if (refused.Error.Code == ErrorCode.BadRequest) throw;
            throw new Failure(kept is null
                ? $"the name \"{wish.Name}\" is taken on {wish.Server}; choose another with --name, or give its token with --token"
                : $"the name \"{wish.Name}\" is taken on {wish.Server}, and no token that is kept for it opens it; choose another with --name, or give its token with --token");
        }
    }

    // Another terminal may have made a token for the name in the same moment: then both use that one.
    async Task<string> KeepFirstAsync(RoomEntrance.Wish wish, string fresh, CancellationToken stop)
    {
        try
        {
            return await tokens.FindOrKeepAsync(wish.Server, wish.Name, fresh, stop);
        }
        catch (Exception fault) when (IsOfStore(fault))
        {
            await NoteAsync($"the token of \"{wish.Name}\" cannot be kept ({fault.Message}); it is the only way back to the name, so note it: --token {fresh}");
            return fresh;
        }
    }

    async Task ForgetAsync(RoomEntrance.Wish wish, string token, CancellationToken stop)
    {
        try
        {
            await tokens.ForgetAsync(wish.Server, wish.Name, token, stop);
        }
        catch (Exception fault) when (IsOfStore(fault))
        {
            // A token that opens nothing may as well stay.
        }
    }

    async Task<ConfabClient?> TryAsync(Uri server, string token, CancellationToken stop)
    {
        try
        {
            return await ConnectAsync(server, null, token, stop);
        }
        catch (RequestRefusedException refused) when (refused.Error.Code == ErrorCode.BadToken)
        {
            return null;
        }
    }

    Task<ConfabClient> ConnectAsync(Uri server, string? name, string token, CancellationToken stop) =>
        ConfabClient.ConnectAsync(new ConfabClientOptions { Server = server, Username = name, Token = token, Device = "terminal", Clock = clock }, stop);

    Task NoteAsync(string text) => notes.WriteLineAsync($"confab: {SafeText.CleanLine(text)}");

    static bool IsOfStore(Exception fault) => fault is IOException or UnauthorizedAccessException or Failure;
}
