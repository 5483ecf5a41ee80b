using System.CommandLine;
using Confab.Cli.Catalog;
using Confab.Cli.Chat;
using Confab.Cli.CommandLine;
using Confab.Cli.Rooms;

namespace Confab.Cli.Memory;

/// <summary>Whose memory a command is about, and of which assistant; signs in as that person.</summary>
sealed class MemoryAccess(TimeProvider clock)
{
    readonly Option<Uri?> _server = CatalogOptions.Server(isRequired: true);
    readonly Option<string> _name = new("--name", "-n") { Description = "Your name there", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
    readonly Option<string?> _token = new("--token") { Description = "The token of your name, if this computer does not know it", HelpName = "TOKEN" };
    readonly Option<string?> _assistant = new("--assistant", "-a") { Description = "Of this assistant alone", HelpName = "HANDLE" };

    public Command In(Command command, Func<PersonalMemory, ParseResult, CancellationToken, Task> act)
    {
        foreach (var option in (Option[])[_server, _name, _token, _assistant]) command.Options.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var wish = new RoomEntrance.Wish(parsed.GetValue(_server)!, "", parsed.GetValue(_name)!, parsed.GetValue(_token), TimeSpan.Zero);
            await using var client = await new SignIn(TokenStore.OfUser(clock), Console.Error, clock).OpenAsync(wish, stop);
            await act(await PersonalMemory.OfAsync(client, parsed.GetValue(_assistant), Console.Out, stop), parsed, stop);
            return ExitCode.Ok;
        });
        return command;
    }
}
