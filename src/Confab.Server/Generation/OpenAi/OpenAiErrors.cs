using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Replies;

namespace Confab.Server.Generation.OpenAi;

/// <summary>Refusals as OpenAI's clients know them.</summary>
static class OpenAiErrors
{
    /// <summary>Every exception becomes an answer here, before the routes around it make a problem document of it.</summary>
    public static async ValueTask<object?> CatchAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && Problems.Explain(e) is not null)
        {
            return Result(http, Problems.Explain(e)!, status: (e as BadHttpRequestException)?.StatusCode);
        }
    }

    /// <summary>How a generation that was asked for did not come about.</summary>
    public static IResult Failure(HttpContext http, ErrorFrame why) => Result(http, why, CodeOf(why));

    /// <summary>The same, where the answer has begun already.</summary>
    public static ErrorBody FailureBody(ErrorFrame why) => Body(why, CodeOf(why));

    public static IResult Result(HttpContext http, ErrorFrame why, string? code = null, int? status = null)
    {
        Problems.SayWhenToComeBack(http.Response, why);
        return Results.Json(Body(why, code), OpenAiWire.Json.ErrorBody, statusCode: status ?? Problems.StatusOf(why.Code));
    }

    static ErrorBody Body(ErrorFrame why, string? code) => new(why.Code switch
    {
        ErrorCode.UnknownModel => new(why.Message, "invalid_request_error", "model", "model_not_found"),
        ErrorCode.BadToken => new(why.Message, "invalid_request_error", why.Field, "invalid_api_key"),
        ErrorCode.RateLimited => new(why.Message, "requests", why.Field, "rate_limit_exceeded"),
        ErrorCode.Busy or ErrorCode.ShuttingDown or ErrorCode.Internal or ErrorCode.Cancelled => new(why.Message, "server_error", why.Field, NameOf(why.Code)),
        _ => new(why.Message, "invalid_request_error", why.Field, code),
    });

    static string? CodeOf(ErrorFrame why) => why is { Code: ErrorCode.BadRequest, Field: GenerationFaults.PromptField } ? "context_length_exceeded" : null;

    static string NameOf(ErrorCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());
}
