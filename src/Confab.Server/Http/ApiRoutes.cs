using Confab.Protocol;
using Confab.Server.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Confab.Server.Http;

/// <summary>What holds for every address that programs ask: pages of other origins stay out, and a refusal is a problem document.</summary>
public static class ApiRoutes
{
    /// <param name="allowedOrigins">Origins whose pages may ask, besides the server's own.</param>
    public static IServiceCollection AddHttp(this IServiceCollection services, IReadOnlyList<string> allowedOrigins) => services
        .AddSingleton<Callers>()
        .AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. allowedOrigins]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("Retry-After")));

    /// <summary>The group that every feature maps its addresses into.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<OriginPolicy>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiRoutes));
        app.UseCors();
        var group = app.MapGroup("").RequireCors();
        group.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (origins.RefuseOrigin(http.Request) is { } why) return Results.Problem(why, statusCode: StatusCodes.Status403Forbidden);
            try
            {
                return await next(context);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                return http.Response.HasStarted ? Results.Empty : Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
            }
            catch (Exception e) when (!http.Response.HasStarted)
            {
                return Refuse(http, e, logger);
            }
        });
        return group;
    }

    static ProblemHttpResult Refuse(HttpContext http, Exception e, ILogger logger)
    {
        var why = Problems.Explain(e);
        if (why is null) logger.LogError(e, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
        why ??= new ErrorFrame(ErrorCode.Internal, "the server failed; its log says why");
        Problems.SayWhenToComeBack(http.Response, why);
        return Problems.Of(why, (e as BadHttpRequestException)?.StatusCode);
    }
}
