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

        var device = DeviceName.Require(request.Device);
        var token = request.Token is null ? Token.New() : Token.TryParse(request.Token);
        if (request.Token is not null && token is { } known && await users.FindByTokenAsync(known.Hash(), connection.Closed) is { } user) return await WelcomeAsync(connection, user, known, device);
        if (request.Username is { } username)
        {
            var own = token ?? throw new RequestRefused(ErrorCode.BadRequest, "\"token\" is \"confab_\" and 43 characters of base64url (32 random bytes)", "token");
            return await WelcomeAsync(connection, await TakeNameAsync(connection, username, own), own, device);
        }
        connection.Send(new ErrorFrame(ErrorCode.BadToken, "this token opens no name here; it may be of another server", "token") { Ref = request.Ref });
        connection.Close(CloseCode.BadToken, "bad token");
        return null;
    }

    /// <summary>With a token of the client's own making a hello whose answer got lost can be said again.</summary>
    async Task<Author> TakeNameAsync(Connection connection, string username, Token token)
    {
        var name = Username.Require(username);
        if (assistants.FindByName(name) is not null)
            throw new RequestRefused(ErrorCode.NameTaken, $"\"{name}\" is an assistant here; choose another name", "username");

        if (_newNames.Take(connection.Address) is { } wait)
            throw new RequestRefused(ErrorCode.RateLimited, "too many new names come from your address; try again later", "username", wait);
        var user = new Author(UserId.New(), name, AuthorKind.User);
        if (await users.CreateAsync(new NewUser(user.Id, name, Username.KeyOf(name), token.Hash(), clock.GetUtcNow()))) return user;
        return await users.FindByTokenAsync(token.Hash(), connection.Closed)
            ?? throw new RequestRefused(ErrorCode.NameTaken, $"\"{name}\" is taken; choose another name, or come back with its token", "username");
    }

    async Task<ServerFrame> WelcomeAsync(Connection connection, Author user, Token token, string? device)
    {
        var visible = await rooms.ListAsync(user.Id, connection.Closed);
        online.Arrive(connection, user, device);
        return new Connected(user, token.Text, card.Info, visible);
    }
}
