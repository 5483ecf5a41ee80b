using System.Net;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Presence;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Accounts;

/// <summary><c>hello</c>: a free name with a new token, or the way back by a token.</summary>
public sealed class SignIn(IUserStore users, AssistantList assistants, RoomDirectory rooms, Online online, ServerCard card, SocketOptions options, TimeProvider clock)
{
    readonly KeyedBuckets<IPAddress> _newNames = new(options.NewNames, clock);

    public async Task<ServerFrame?> HandleAsync(Connection connection, HelloRequest request)
    {
        if (connection.User is not null) throw new RequestRefused(ErrorCode.AlreadySignedIn, $"this socket is {connection.User.Name}'s; open another for another name");
        if (request.Token is null && request.Username is null)
            throw new RequestRefused(ErrorCode.BadRequest, "give a \"username\" that is free, or the \"token\" of your name", "username");

        if (request.Token is null) return await WelcomeAsync(connection, await TakeNameAsync(connection, request.Username!));
        if (await FindAsync(request.Token, connection.Closed) is { } user) return await WelcomeAsync(connection, (user, request.Token));

        connection.Send(new ErrorFrame(ErrorCode.BadToken, "this token opens no name here; it may be of another server", "token") { Ref = request.Ref });
        connection.Close(CloseCode.BadToken, "bad token");
        return null;
    }

    async Task<(Author User, string Token)> TakeNameAsync(Connection connection, string username)
    {
        var name = Username.Require(username);
        if (assistants.All.Any(a => Username.KeyOf(a.Name) == Username.KeyOf(name)))
            throw new RequestRefused(ErrorCode.NameTaken, $"\"{name}\" is an assistant here; choose another name", "username");

        if (_newNames.Take(connection.Address) is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, "too many new names come from your address; try again later", "username", wait);
        var token = Token.New();
        var user = new Author(UserId.New(), name, AuthorKind.User);
        if (!await users.CreateAsync(new NewUser(user.Id, name, Username.KeyOf(name), token.Hash(), clock.GetUtcNow())))
            throw new RequestRefused(ErrorCode.NameTaken, $"\"{name}\" is taken; choose another name, or come back with its token", "username");
        return (user, token.Text);
    }

    async Task<Author?> FindAsync(string token, CancellationToken stop) =>
        Token.TryParse(token) is { } parsed ? await users.FindByTokenAsync(parsed.Hash(), stop) : null;

    async Task<ServerFrame> WelcomeAsync(Connection connection, (Author User, string Token) who)
    {
        var visible = await rooms.ListAsync(who.User.Id, connection.Closed);
        await online.ArriveAsync(connection, who.User);
        return new Connected(who.User, who.Token, card.Info, visible);
    }
}
