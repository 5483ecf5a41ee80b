using Confab.Protocol;
using Confab.Server.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Confab.Server.Files;

/// <summary>What an upload carries: the bytes themselves, or a form with the field <c>file</c> and perhaps a <c>thumbnail</c>.</summary>
sealed class UploadBody(HttpRequest request)
{
    /// <summary>Lines of a form besides its files.</summary>
    const int FormBytes = 64 * 1024;

    readonly MultipartReader? _form = BoundaryOf(request) is { } boundary ? new MultipartReader(boundary, request.Body) : null;

    public static bool IsForm(HttpRequest request) => BoundaryOf(request) is not null;

    /// <summary>Lets so much through, where the server's other addresses take less.</summary>
    /// <exception cref="RequestRefused">The request says beforehand that it is larger.</exception>
    public static void Allow(HttpRequest request, long most, long mostFile)
    {
        if (request.ContentLength > most + FormBytes || (request.ContentLength > most && !IsForm(request))) throw ReceivedFile.TooLarge(mostFile);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most + FormBytes;
    }

    /// <summary>The next file: its field, its name where it has one, and its bytes, to be read before the one after it.</summary>
    public async IAsyncEnumerable<(string Field, string? Name, Stream Bytes)> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        if (_form is null)
        {
            yield return ("file", null, request.Body);
            yield break;
        }
        while (await NextAsync(stop) is { } section)
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var told))
                yield return (HeaderUtilities.RemoveQuotes(told.Name).ToString(), NameOf(told), section.Body);
    }

    async Task<MultipartSection?> NextAsync(CancellationToken stop)
    {
        try
        {
            return await _form!.ReadNextSectionAsync(stop);
        }
        catch (InvalidDataException e)
        {
            throw new RequestRefused(ErrorCode.BadRequest, $"the form cannot be read: {e.Message}");
        }
    }

    static string? NameOf(ContentDispositionHeaderValue told) =>
        HeaderUtilities.RemoveQuotes(told.FileNameStar.HasValue ? told.FileNameStar : told.FileName) is { Length: > 0 } name ? name.ToString() : null;

    static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary ? boundary.ToString() : null;
}
