using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Http;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Confab.Server.Files;

/// <summary>
/// <c>POST /api/rooms/{id}/files</c>: a file for a message that will be written. It is on the disk and known, or there is nothing of it.
/// </summary>
sealed class UploadFile(
    IAttachmentStore store, RoomAccess access, FileFolder folder, Thumbnails thumbnails, UploadOptions options, Callers callers, TimeProvider clock)
{
    readonly ConcurrentDictionary<UserId, int> _running = new();

    public async Task<IResult> HandleAsync(HttpContext http, string roomId)
    {
        var user = await callers.RequireUserAsync(http);
        var room = new RoomId(roomId);
        await access.RequireAsync(user.Id, room, RoomRight.Upload, http.RequestAborted);
        UploadBody.Allow(http.Request, options.MaxFileBytes + (UploadBody.IsForm(http.Request) ? Thumbnails.MostBytes : 0), options.MaxFileBytes);
        if (folder.BytesFree(options.SpareBytes) < (http.Request.ContentLength ?? 0)) return NoRoom();
        Begin(user.Id);
        try
        {
            using var deadline = new CancellationTokenSource(options.Deadline, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, deadline.Token);
            var attachment = await ReceiveAsync(http.Request, room, user.Id, either.Token);
            return Results.Json(attachment, WireJson.Options, statusCode: StatusCodes.Status201Created);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new RequestRefused(ErrorCode.Busy, $"the upload took longer than {options.Deadline.TotalMinutes:F0} minutes; nothing of it was kept");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw ReceivedFile.TooLarge(options.MaxFileBytes);
        }
        catch (IOException e) when (e is not BadHttpRequestException && folder.BytesFree(options.SpareBytes) <= 0)
        {
            return NoRoom();
        }
        finally
        {
            _running.AddOrUpdate(user.Id, 0, (_, count) => count - 1);
            _running.TryRemove(KeyValuePair.Create(user.Id, 0));
        }
    }

    async Task<Attachment> ReceiveAsync(HttpRequest request, RoomId room, UserId user, CancellationToken stop)
    {
        var id = AttachmentId.New();
        using var expected = folder.Expect(id);
        var isKept = false;
        try
        {
            Attachment? attachment = null;
            var hasThumbnail = false;
            await foreach (var (field, name, bytes) in new UploadBody(request).ReadAsync(stop))
            {
                if (field == "file" && attachment is null) attachment = await SaveAsync(id, FileName.Require(request.Query["name"].FirstOrDefault() ?? name), bytes, stop);
                else if (field == "thumbnail" && !hasThumbnail) hasThumbnail = await thumbnails.SaveAsync(id, bytes, stop);
                else throw new RequestRefused(ErrorCode.BadRequest, "the form has one \"file\", perhaps one \"thumbnail\", and nothing else", field);
            }
            if (attachment is null) throw new RequestRefused(ErrorCode.BadRequest, "the form has no field \"file\"", "file");
            if (hasThumbnail) attachment = attachment with { HasThumbnail = true };
            // It may have taken minutes, and the right to do this be gone.
            await access.RequireAsync(user, room, RoomRight.Upload, stop);
            Require(await store.AddAsync(new NewFile(room, user, attachment, clock.GetUtcNow()), options.Waiting), room);
            isKept = true;
            return attachment;
        }
        finally
        {
            if (!isKept) folder.Delete(id);
        }
    }

    async Task<Attachment> SaveAsync(AttachmentId id, string name, Stream bytes, CancellationToken stop)
    {
        using var file = FileFolder.Create(folder.PathOf(id));
        var (length, head) = await ReceivedFile.SaveAsync(bytes, file, options.MaxFileBytes, stop);
        var type = MediaType.Of(head, name);
        await using var written = File.OpenRead(folder.PathOf(id));
        var size = PictureSize.Read(written, type);
        return new Attachment(id, name, type, length, size?.Width, size?.Height);
    }

    void Begin(UserId user)
    {
        if (_running.AddOrUpdate(user, 1, (_, count) => count + 1) <= options.MostAtOnce) return;
        _running.AddOrUpdate(user, 0, (_, count) => count - 1);
        throw new RequestRefused(ErrorCode.Busy, $"{options.MostAtOnce} of your uploads are running; wait for one to end", retryAfter: TimeSpan.FromSeconds(1));
    }

    void Require(AddedFile added, RoomId room)
    {
        if (added == AddedFile.NotInRoom) throw new RequestRefused(RoomRights.Unknown(room));
        if (added == AddedFile.TooMuchWaiting)
            throw new RequestRefused(
                ErrorCode.TooLarge, $"you have uploaded {options.MostWaiting} files, or {options.Waiting.Bytes:N0} bytes, that were sent with no message; send them, or wait a day", "file");
    }

    static ProblemHttpResult NoRoom() => Problems.Of(
        new ErrorFrame(ErrorCode.TooLarge, "there is no room for it on the server's disk; nothing of it was kept", "file"), StatusCodes.Status507InsufficientStorage);
}
