using Confab.Server.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Confab.Tests.Support;

/// <summary>The files of a folder, over HTTP on this machine.</summary>
sealed class FileServer(WebApplication app) : IAsyncDisposable
{
    public Uri Address => app.Address();

    public static async Task<FileServer> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/{name}", (string name) => Results.File(Path.Combine(folder, Path.GetFileName(name)), enableRangeProcessing: true));
        await app.StartAsync(TestTime.Deadline());
        return new FileServer(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
