namespace Confab.Server.Page;

/// <summary>The web page: everything in <c>wwwroot</c> beside the program.</summary>
public static class PageEndpoints
{
    static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Nothing from elsewhere runs, is loaded or is told anything; nobody may frame the page.</summary>
    const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
        "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A room's address is the page's, and a place's: the page itself reads where it leads. Its service worker answers the
    /// same ones without a connection (web/src/offline/pageAddresses.ts).</summary>
    static readonly string[] Addresses =
    [
        "/", "/rooms/{roomId}", "/rooms/{roomId}/threads/{messageId}", "/rooms/{roomId}/messages/{messageId}", "/search", "/playground",
        "/models", "/stats", "/memory", "/assistants",
    ];

    const string NotBuilt =
        """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Confab</title>
        <h1>Confab runs, but its page was not built</h1>
        <p>Build the server with Node.js 20.19 or newer on the PATH and without <code>-p:SkipPage=true</code>, then start it again.
        Everything else works: <code>confab chat</code>, the WebSocket at <code>/ws</code>, and <code>/health</code>.</p>
        </html>
        """;

    public static WebApplication MapPage(this WebApplication app) => app.MapPage(Path.Combine(AppContext.BaseDirectory, "wwwroot"));

    internal static WebApplication MapPage(this WebApplication app, string folder)
    {
        var files = PageFile.ReadAll(folder);
        foreach (var (path, file) in files) app.MapMethods(path, Methods, context => Guarded(context, file.SendAsync));

        RequestDelegate entry = files.TryGetValue("/index.html", out var index) ? index.SendAsync : SayNotBuilt;
        foreach (var path in Addresses) app.MapMethods(path, Methods, context => Guarded(context, entry));
        return app;
    }

    static Task Guarded(HttpContext context, RequestDelegate send)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return send(context);
    }

    static Task SayNotBuilt(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
    }
}
