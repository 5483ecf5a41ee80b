using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Sockets;

namespace Confab.Server.Memory;

/// <summary>Which assistant's memory a request means.</summary>
public sealed class RememberingAssistants(AssistantList assistants)
{
    /// <summary>The named one; where none is, the default.</summary>
    /// <exception cref="RequestRefused">There is none of this id, or it remembers nothing.</exception>
    public UserId Require(UserId? id)
    {
        var wanted = id ?? AssistantList.Default;
        var assistant = assistants.All.FirstOrDefault(a => a.Id == wanted) ?? throw Unknown(wanted);
        return assistant.HasMemory ? wanted : throw new RequestRefused(ErrorCode.BadRequest, $"{assistant.Name} remembers nothing", "assistantId");
    }

    /// <summary>The <c>assistantId</c> of an address; null where it is absent. One that is gone may have left memories.</summary>
    /// <exception cref="RequestRefused">It is no id.</exception>
    public static UserId? In(IQueryCollection query) => query["assistantId"].ToString() switch
    {
        "" => null,
        var id when Confab.Protocol.Json.WireIds.IsValid(id) => new UserId(id),
        _ => throw new RequestRefused(ErrorCode.BadRequest, "\"assistantId\" is no id", "assistantId"),
    };

    static RequestRefused Unknown(UserId id) => new(ErrorCode.UnknownAssistant, $"there is no assistant \"{id}\"", "assistantId");
}
