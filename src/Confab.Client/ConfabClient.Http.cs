using System.Globalization;
using Confab.Client.Http;
using Confab.Client.Search;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>Files and search: what goes over HTTP, as the person who is signed in. It needs no open socket, and is not repeated by itself.</summary>
public sealed partial class ConfabClient
{
    /// <summary>Brings a file to a room, for a message that will name it. What no message has after a day is removed.</summary>
    /// <param name="room">A room that one may write in.</param>
    /// <param name="name">What the others see, with its ending.</param>
    /// <param name="content">Read from where it stands; at most <see cref="ServerCapabilities.MaxFileBytes"/>.</param>
    /// <param name="progress">Told how many bytes have gone out.</param>
    /// <param name="stop">Gives it up; nothing of it is kept.</param>
    /// <exception cref="RequestRefusedException">The server said no: the file is too large, or the room takes none.</exception>
    /// <exception cref="ServerUnreachableException">No server answers.</exception>
    public Task<Attachment> UploadAsync(RoomId room, string name, Stream content, IProgress<long>? progress = null, CancellationToken stop = default) =>
        _http.SendAsync(
            patience => new HttpRequestMessage(HttpMethod.Post, $"api/rooms/{Uri.EscapeDataString(room.Value)}/files?name={Uri.EscapeDataString(name)}")
            {
                Content = new MeasuredContent(content, patience.Watching(progress)),
            },
            HttpJson.Default.Attachment, stop);

    /// <summary>Writes a file to a stream.</summary>
    /// <param name="file">A file of a message that one may read.</param>
    /// <param name="destination">Where to; written from where it stands.</param>
    /// <param name="progress">Told how many bytes have come.</param>
    /// <param name="stop">Gives it up; what came is there.</param>
    /// <exception cref="RequestRefusedException">There is no such file, or not for you.</exception>
    /// <exception cref="ServerUnreachableException">No server answers, or it stopped in the middle.</exception>
    public Task DownloadAsync(AttachmentId file, Stream destination, IProgress<long>? progress = null, CancellationToken stop = default) =>
        _http.DownloadAsync($"api/files/{Uri.EscapeDataString(file.Value)}", destination, progress, stop);

    /// <summary>What was said in the rooms that one is in, the newest first.</summary>
    /// <param name="query">Words, <c>"phrases"</c>, <c>begin*</c>, <c>-without</c>, and filters such as <c>from:ada in:general has:file after:2026-01-31</c>.</param>
    /// <param name="limit">1 to 100; default 20.</param>
    /// <param name="before">The <see cref="SearchPage.Before"/> of the page before, with the same query.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="RequestRefusedException">The query asks for nothing, or for what there is not.</exception>
    /// <exception cref="ServerUnreachableException">No server answers.</exception>
    public Task<SearchPage> SearchAsync(string query, int? limit = null, string? before = null, CancellationToken stop = default)
    {
        var address = $"api/search?q={Uri.EscapeDataString(query)}"
            + (limit is { } most ? $"&limit={most.ToString(CultureInfo.InvariantCulture)}" : "")
            + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}");
        return _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Get, address), HttpJson.Default.SearchPage, stop);
    }
}
