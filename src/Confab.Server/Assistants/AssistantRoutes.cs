using System.Text;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Knowledge;
using Confab.Server.Operations;
using Confab.Server.Sockets;

namespace Confab.Server.Assistants;

/// <summary><c>/api/assistants</c>: which there are, and one's own.</summary>
public static class AssistantRoutes
{
    public static void MapAssistants(this RouteGroupBuilder api)
    {
        api.MapGet("/api/assistants", async (HttpContext http, Callers callers, AssistantList list, OwnAssistants own, OperatorRights operators, AssistantFiles files, KnowledgeKeeper knowledge) =>
        {
            var user = await callers.RequireUserAsync(http);
            var faults = operators.AreEverybodys ? files.Faults.Select(f => new AssistantFault(Path.GetFileName(f.File), f.Why)).ToList() : null;
            return Results.Json(
                new AssistantsAnswer([.. list.All.Select(a => AssistantInfo.Of(a, own.IsTheirs(a, user), knowledge.StateOf(a.Id)))], faults is { Count: > 0 } ? faults : null), AssistantJson.Default.AssistantsAnswer);
        });
        api.MapGet("/api/assistants/{id}", async (string id, HttpContext http, Callers callers, AssistantList list, OwnAssistants own, KnowledgeKeeper knowledge) =>
        {
            var user = await callers.RequireUserAsync(http);
            var assistant = list.Require(new UserId(id), "id");
            return Answer(AssistantInfo.Of(assistant, own.IsTheirs(assistant, user), knowledge.StateOf(assistant.Id)));
        });
        api.MapGet("/api/assistants/{id}/file", async (string id, HttpContext http, Callers callers, AssistantList list, OwnAssistants own) =>
        {
            var user = await callers.RequireUserAsync(http);
            var assistant = list.Require(new UserId(id), "id");
            if (!own.IsTheirs(assistant, user)) throw new RequestRefused(ErrorCode.NotAllowed, $"only who made {assistant.Name} may read its instructions, or the operator", "id");
            return Results.File(Encoding.UTF8.GetBytes(assistant.Text), "text/markdown; charset=utf-8", assistant.Handle.ToLowerInvariant() + ".md");
        });
        api.MapPost("/api/assistants", async (HttpContext http, Callers callers, OwnAssistants own) =>
        {
            var user = await callers.RequireUserAsync(http);
            var (text, isWhole) = TextOf(await JsonBody.ReadAsync(http, AssistantJson.Default.AssistantBody));
            var made = await own.MakeAsync(user, text, isWhole);
            http.Response.Headers.Location = $"/api/assistants/{made.Id}";
            return Answer(AssistantInfo.Of(made, own.IsTheirs(made, user), knowledge: null), StatusCodes.Status201Created);
        });
        api.MapPut("/api/assistants/{id}", async (string id, HttpContext http, Callers callers, OwnAssistants own) =>
        {
            var user = await callers.RequireUserAsync(http);
            var (text, isWhole) = TextOf(await JsonBody.ReadAsync(http, AssistantJson.Default.AssistantBody));
            var changed = await own.ChangeAsync(user, new UserId(id), text, isWhole);
            return Answer(AssistantInfo.Of(changed, own.IsTheirs(changed, user), knowledge: null));
        });
        api.MapDelete("/api/assistants/{id}", async (string id, HttpContext http, Callers callers, OwnAssistants own) =>
        {
            await own.DeleteAsync(await callers.RequireUserAsync(http), new UserId(id));
            return Results.NoContent();
        });
    }

    static IResult Answer(AssistantInfo assistant, int status = StatusCodes.Status200OK) => Results.Json(assistant, AssistantJson.Default.AssistantInfo, statusCode: status);

    /// <summary>The text of either form, and whether it came whole.</summary>
    static (string Text, bool IsWhole) TextOf(AssistantBody body)
    {
        if (body.Text is { } text)
            return body == new AssistantBody(text) ? (text, true) : throw new RequestRefused(ErrorCode.BadRequest, "give \"text\" alone, or fields without it", "text");
        if (body.Options?.JsonSchema is not null) throw new RequestRefused(ErrorCode.BadRequest, "an assistant's answers follow no schema; leave it out", "options.jsonSchema");
        var assistant = new Assistant(default, body.Name ?? "", body.Handle ?? body.Name ?? "", (body.Instructions ?? "").Trim())
        {
            Description = body.Description,
            Picture = body.Picture,
            Options = body.Options ?? new GenerationOptions(),
            Mode = body.Mode,
            Triggers = body.Triggers ?? [],
            Tools = body.Tools ?? [],
            HasMemory = body.Memory ?? true,
        };
        return (AssistantFile.Write(assistant), false);
    }
}
