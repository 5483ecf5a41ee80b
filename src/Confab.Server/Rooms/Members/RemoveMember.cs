using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Members;

/// <summary><c>remove_member</c>: somebody else's membership ends, at once on every socket of theirs; banned, they cannot come back by themselves.</summary>
public sealed class RemoveMember(RoomAccess access, IUserStore users, AssistantList assistants, RoomChanges changes)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, RemoveMemberRequest request)
    {
        var user = connection.RequireUser();
        if (AssistantFields.IsId(request.UserId)) return await RemoveAssistantAsync(connection, request, user);
        await access.RequireAsync(user.Id, request.RoomId, RoomRight.Moderate, connection.Closed);
        if (request.UserId == user.Id) throw new RequestRefused(ErrorCode.BadRequest, "to go yourself, send leave_room", "userId");
        if (await users.FindAsync(request.UserId, connection.Closed) is null) throw new RequestRefused(ErrorCode.UnknownUser, $"nobody here has the id \"{request.UserId}\"", "userId");
        await changes.RemoveAsync(request.RoomId, request.UserId, user, request.Ban ?? false);
        return new Ok();
    }

    /// <summary>Also one that there is no more.</summary>
    async Task<ServerFrame?> RemoveAssistantAsync(Connection connection, RemoveMemberRequest request, Author user)
    {
        await access.RequireAsync(user.Id, request.RoomId, RoomRight.RemoveAssistant, connection.Closed);
        if (request.Ban is true) throw new RequestRefused(ErrorCode.BadRequest, "an assistant does not come back by itself: it is taken out, and not banned", "ban");
        var assistant = assistants.Find(request.UserId)?.Author ?? new Author(request.UserId, request.UserId.Value, AuthorKind.Assistant);
        await changes.PutAssistantAsync(request.RoomId, assistant, isIn: false, user);
        return new Ok();
    }
}
