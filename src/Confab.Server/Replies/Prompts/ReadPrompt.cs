using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Replies.Prompts;

/// <summary><c>GET /api/messages/{id}/prompt</c>: what an assistant saw for an answer, for those who may read the answer.</summary>
public sealed class ReadPrompt(IPromptStore prompts, IMessageStore messages, RoomAccess access, Callers callers)
{
    public async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var user = await callers.RequireUserAsync(http);
        var message = await messages.FindAsync(new MessageId(id), http.RequestAborted) ?? throw Unknown(id);
        try
        {
            await access.RequireAsync(user.Id, message.RoomId, RoomRight.Read, http.RequestAborted);
        }
        catch (RequestRefused)
        {
            throw Unknown(id);
        }
        var prompt = await prompts.FindAsync(message.Id, http.RequestAborted) ?? throw Unknown(id);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(prompt, PromptJson.Default.ShownPrompt);
    }

    static RequestRefused Unknown(string id) => new(ErrorCode.UnknownMessage, $"there is no answer \"{id}\" for you of which is known what it was made of", "id");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShownPrompt))]
sealed partial class PromptJson : JsonSerializerContext;
