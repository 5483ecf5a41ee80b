using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Accounts;

/// <summary><c>find_users</c>: people by the beginning of their name, to write to or to invite.</summary>
public sealed class FindUsers(IUserStore users)
{
    const int MostFound = 50, UsuallyFound = 20;

    public async Task<ServerFrame?> HandleAsync(Connection connection, FindUsersRequest request)
    {
        connection.RequireUser();
        if (request.Limit is < 1 or > MostFound) throw new RequestRefused(ErrorCode.BadRequest, $"\"limit\" is 1 to {MostFound}", "limit");
        if (request.Query.Length > Limits.MaxUsernameLength) return new UserList([]);
        return new UserList(await users.FindByPrefixAsync(Username.KeyOf(request.Query), request.Limit ?? UsuallyFound, connection.Closed));
    }
}
