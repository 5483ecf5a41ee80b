using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Files;

/// <summary>Small pictures of files, made by whoever sends them: the server decodes no picture.</summary>
sealed class Thumbnails(IAttachmentStore store, FileFolder folder, Callers callers)
{
    public const int MostBytes = 128 * 1024, MostPixels = 512;

    /// <summary><c>PUT /api/files/{id}/thumbnail</c>: by its uploader, before the file is sent.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var user = await callers.RequireUserAsync(http);
        var file = await store.FindAsync(new AttachmentId(id), user.Id, http.RequestAborted);
        if (file is null || file.UserId != user.Id) throw SendFile.Unknown();
        if (file.IsSent) throw TooLate();
        using var expected = folder.Expect(file.Attachment.Id);
        await SaveAsync(file.Attachment.Id, http.Request.Body, http.RequestAborted);
        return await store.AddThumbnailAsync(file.Attachment.Id, user.Id) ? Results.NoContent() : throw TooLate();
    }

    /// <exception cref="RequestRefused">It is no small picture.</exception>
    public async Task<bool> SaveAsync(AttachmentId id, Stream bytes, CancellationToken stop)
    {
        var picture = new byte[MostBytes + 1];
        var length = await bytes.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false, stop);
        if (length > MostBytes) throw Refused(ErrorCode.TooLarge, $"a thumbnail has at most {MostBytes:N0} bytes");
        if (TypeOf(picture.AsSpan(0, length)) is not { } type || PictureSize.Read(new MemoryStream(picture, 0, length), type) is not { } size)
            throw Refused(ErrorCode.BadRequest, "a thumbnail is a png, jpeg or webp picture");
        if (size.Width > MostPixels || size.Height > MostPixels) throw Refused(ErrorCode.TooLarge, $"a thumbnail has at most {MostPixels} pixels on each side");
        using var file = FileFolder.Create(folder.ThumbnailOf(id));
        await file.Content.WriteAsync(picture.AsMemory(0, length), stop);
        file.Commit();
        return true;
    }

    public static string? TypeOf(ReadOnlySpan<byte> head) =>
        MediaType.Of(head[..Math.Min(head.Length, MediaType.HeadLength)], "") is "image/png" or "image/jpeg" or "image/webp" ? MediaType.Of(head, "") : null;

    static RequestRefused TooLate() => new(ErrorCode.NotAllowed, "the file is sent already: give its thumbnail before", "id");

    static RequestRefused Refused(ErrorCode code, string why) => new(code, why, "thumbnail");
}
