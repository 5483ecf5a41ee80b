using System.Text;
using Confab.Cli.CommandLine;
using Confab.Cli.Rooms;
using Confab.Cli.Terminal;
using Confab.Client;
using Confab.Protocol;

namespace Confab.Cli.Chat;

/// <summary>Signs in, finds the room, and hands over to the terminal or the pipe.</summary>
static class RoomEntrance
{
    public sealed record Wish(Uri Server, string Room, string Name, string? Token, TimeSpan Wait);

    public static async Task<int> RunAsync(Wish wish, TimeProvider clock, CancellationToken stop)
    {
        await using var client = await new SignIn(TokenStore.OfUser(clock), Console.Error, clock).OpenAsync(wish, stop);
        var room = RoomLookup.Find((await client.ListRoomsAsync(stop)).Rooms, wish.Room)
            ?? throw new Failure($"there is no room \"{wish.Room}\" on {wish.Server}; enter another one and make it there with /create");
        return Screen.IsPossible ? await OnTerminalAsync(client, room, clock, stop) : await OnPipeAsync(client, room, wish, clock, stop);
    }

    static async Task<int> OnTerminalAsync(ConfabClient client, Room room, TimeProvider clock, CancellationToken stop)
    {
        var parting = await new RoomChat(client, clock).RunAsync(room.Id, stop);
        await Undelivered.TellAsync(parting.Unsent, Console.Error);
        return parting.WhyClosed is { } why ? throw new Failure($"the connection to the server ended: {why}") : ExitCode.Ok;
    }

    static async Task<int> OnPipeAsync(ConfabClient client, Room room, Wish wish, TimeProvider clock, CancellationToken stop)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        return await new RoomPipe(client, room.Id, new(input, output, Console.Error), clock).RunAsync(wish.Wait, stop);
    }
}
