using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Http;
using Confab.Server.Operations;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Replies.Prompts;

/// <summary><c>GET /api/messages/{id}/prompt</c>: what an assistant saw for an answer, for those who may read the answer.</summary>
public sealed class ReadPrompt(IPromptStore prompts, KeepPrompt keep, IMessageStore messages, AssistantList assistants, OwnAssistants made, OperatorRights operators, RoomAccess access, Callers callers)
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
        await keep.SettledAsync(message.Id, http.RequestAborted);
        var prompt = await prompts.FindAsync(message.Id, http.RequestAborted) ?? throw Unknown(id);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(IsHidden(message, user) ? WithoutInstructions(prompt) : prompt, PromptJson.Default.ShownPrompt);
    }

    /// <summary>What somebody wrote for an assistant of their own is theirs, and the operator's. Of one that is gone nobody knows any more whose it was.</summary>
    bool IsHidden(Message answer, Author reader) => assistants.Find(answer.Author.Id) is { } assistant
        ? assistant.Owner is not null && !made.IsTheirs(assistant, reader)
        : !operators.AreEverybodys;

    static ShownPrompt WithoutInstructions(ShownPrompt prompt) => prompt with
    {
        Parts = [.. prompt.Parts.Select(part => part.Kind == "instructions" ? part with { Content = null, Gone = "not_yours" } : part)],
    };

    static RequestRefused Unknown(string id) => new(ErrorCode.UnknownMessage, $"there is no answer \"{id}\" for you of which is known what it was made of", "id");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShownPrompt))]
sealed partial class PromptJson : JsonSerializerContext;
