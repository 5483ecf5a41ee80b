using System.Globalization;
using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Confab.Server.Http;

/// <summary>Refusals as problem documents (RFC 9457), with the wire's code and the name of the field.</summary>
public static class Problems
{
    /// <summary>When to come back where nobody knows better.</summary>
    static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    public static ProblemHttpResult Of(ErrorFrame why, int? status = null) => TypedResults.Problem(
        why.Message, statusCode: status ?? StatusOf(why.Code), extensions: new Dictionary<string, object?>
        {
            ["code"] = why.Code,
            ["field"] = why.Field,
        }.Where(pair => pair.Value is not null));

    /// <summary>The header <c>Retry-After</c>, where the same request may succeed later.</summary>
    public static void SayWhenToComeBack(HttpResponse response, ErrorFrame why)
    {
        TimeSpan? wait = why.RetryAfterMs is { } known ? TimeSpan.FromMilliseconds(known) : why.Code is ErrorCode.Busy or ErrorCode.ShuttingDown ? Later : null;
        if (wait is { } span) response.Headers.RetryAfter = Math.Ceiling(span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.BadToken or ErrorCode.NotSignedIn => StatusCodes.Status401Unauthorized,
        ErrorCode.NotAMember or ErrorCode.NotAllowed or ErrorCode.Archived or ErrorCode.Muted => StatusCodes.Status403Forbidden,
        ErrorCode.UnknownRoom or ErrorCode.UnknownMessage or ErrorCode.UnknownStream or ErrorCode.UnknownModel or ErrorCode.UnknownJob or ErrorCode.UnknownUser or ErrorCode.UnknownFile
            or ErrorCode.UnknownAssistant or ErrorCode.UnknownMemory => StatusCodes.Status404NotFound,
        ErrorCode.NameTaken or ErrorCode.IdTaken or ErrorCode.AlreadySignedIn or ErrorCode.InUse => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.Busy or ErrorCode.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        ErrorCode.CannotLoad => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>What went wrong, as far as the caller may know it; null for what is a fault of ours.</summary>
    public static ErrorFrame? Explain(Exception e) => e switch
    {
        RequestRefused refused => refused.Why,
        BadHttpRequestException bad => new ErrorFrame(ErrorCode.BadRequest, bad.InnerException is System.Text.Json.JsonException json ? $"the body is no such JSON: {json.Message}" : bad.Message),
        StorageUnavailableException => new ErrorFrame(ErrorCode.Busy, "the server cannot write to its storage; nothing was changed, try again later"),
        _ => null,
    };
}
