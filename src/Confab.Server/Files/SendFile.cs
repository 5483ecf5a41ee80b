using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Microsoft.Net.Http.Headers;

namespace Confab.Server.Files;

/// <summary><c>GET /api/files/{id}</c> and its thumbnail, for those who may read the room.</summary>
sealed class SendFile(IAttachmentStore store, FileFolder folder, Callers callers)
{
    public async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var file = await RequireAsync(http, id);
        var isShown = MediaType.IsHarmlessToShow(file.Type);
        return Send(http, folder.PathOf(file.Id), file.Id.Value, file.Type, isShown, file.Name);
    }

    public async Task<IResult> HandleThumbnailAsync(HttpContext http, string id)
    {
        var file = await RequireAsync(http, id);
        var path = folder.ThumbnailOf(file.Id);
        if (file.HasThumbnail is not true || !File.Exists(path)) throw new RequestRefused(ErrorCode.UnknownFile, "this file has no thumbnail", "id");
        var head = new byte[MediaType.HeadLength];
        await using (var picture = File.OpenRead(path)) await picture.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, http.RequestAborted);
        return Send(http, path, file.Id.Value + "-thumbnail", Thumbnails.TypeOf(head) ?? MediaType.Unknown, isShown: true, "thumbnail");
    }

    public static RequestRefused Unknown() => new(ErrorCode.UnknownFile, "there is no such file, or not for you", "id");

    async Task<Attachment> RequireAsync(HttpContext http, string id)
    {
        var user = await callers.RequireUserAsync(http);
        var found = await store.FindAsync(new AttachmentId(id), user.Id, http.RequestAborted) ?? throw Unknown();
        return File.Exists(folder.PathOf(found.Attachment.Id)) ? found.Attachment : throw Unknown();
    }

    // What somebody sent must never run as a page of ours, whatever it says it is.
    static IResult Send(HttpContext http, string path, string tag, string type, bool isShown, string name)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, max-age=31536000, immutable";
        headers.Vary = "Authorization";
        var disposition = new ContentDispositionHeaderValue(isShown ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        headers.ContentDisposition = disposition.ToString();
        return Results.File(Path.GetFullPath(path), type, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true);
    }
}
