using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Http;

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
        return reply.Status is MessageStatus.Complete or MessageStatus.Cancelled ? Results.Json(answer, SessionWire.Options) : Problem(http, answer, asked.Reply.Stream.Outcome?.Refusal());
    }

    /// <summary>A problem document that tells all that a good answer does.</summary>
    static IResult Problem(HttpContext http, ChatAnswer answer, ErrorFrame? why)
    {
        why ??= new ErrorFrame(ErrorCode.Internal, answer.Error!);
        Problems.SayWhenToComeBack(http.Response, why);
        return Results.Problem(answer.Error, statusCode: Problems.StatusOf(why.Code), extensions: FieldsOf(answer));
    }

    static Dictionary<string, object?> FieldsOf(ChatAnswer answer) =>
        JsonSerializer.SerializeToElement(answer, SessionJson.Default.ChatAnswer).EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
}
