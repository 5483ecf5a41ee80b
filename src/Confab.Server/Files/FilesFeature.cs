namespace Confab.Server.Files;

public static class FilesFeature
{
    public static IServiceCollection AddFiles(this IServiceCollection services, UploadOptions options, string folder) => services
        .AddSingleton(options)
        .AddSingleton(new FileFolder(folder))
        .AddSingleton<UploadFile>()
        .AddSingleton<Thumbnails>()
        .AddSingleton<SendFile>()
        .AddHostedService<SweepFiles>();

    public static void MapFiles(this RouteGroupBuilder api)
    {
        api.MapPost("/api/rooms/{id}/files", (string id, HttpContext http, UploadFile upload) => upload.HandleAsync(http, id));
        api.MapGet("/api/files/{id}", (string id, HttpContext http, SendFile send) => send.HandleAsync(http, id));
        api.MapGet("/api/files/{id}/thumbnail", (string id, HttpContext http, SendFile send) => send.HandleThumbnailAsync(http, id));
        api.MapPut("/api/files/{id}/thumbnail", (string id, HttpContext http, Thumbnails thumbnails) => thumbnails.HandleAsync(http, id));
    }
}
