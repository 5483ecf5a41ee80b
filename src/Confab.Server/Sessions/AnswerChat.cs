using System.Text.Json;
using Confab.Protocol;

namespace Confab.Server.Sessions;

/// <summary><c>POST /api/chat</c>: a message, answered when the answer is whole and stored.</summary>
public sealed class AnswerChat(AskSession ask)
{
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var asked = await ask.HandleAsync(http);
        if (await asked.Reply.Finished.WaitAsync(http.RequestAborted) is not { } reply)
            return Results.Problem(Ending.NotKept, statusCode: StatusCodes.Status503ServiceUnavailable);
        var answer = new ChatAnswer(
            reply.Content, reply.CreatedAt, asked.SessionId, asked.Question, reply, reply.Status == MessageStatus.Complete, Ending.ErrorOf(reply));
        return reply.Status is MessageStatus.Complete or MessageStatus.Cancelled ? Results.Json(answer, SessionWire.Options) : Problem(answer);
    }

    /// <summary>A problem document that tells all that a good answer does.</summary>
    static IResult Problem(ChatAnswer answer) => Results.Problem(
        answer.Error, statusCode: StatusCodes.Status503ServiceUnavailable,
        extensions: JsonSerializer.SerializeToElement(answer, SessionJson.Default.ChatAnswer).EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value));
}
