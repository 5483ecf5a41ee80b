using System.Net;
using System.Net.Http.Headers;

namespace Confab.Client.Http;

/// <summary>The bytes of a stream, told of as they go out. For one request: it does not rewind.</summary>
sealed class MeasuredContent : HttpContent
{
    readonly Stream _content;
    readonly IProgress<long>? _progress;
    readonly long? _length;

    public MeasuredContent(Stream content, IProgress<long>? progress)
    {
        (_content, _progress) = (content, progress);
        if (content.CanSeek) _length = content.Length - content.Position;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        MeasuredCopy.RunAsync(_content, stream, _progress, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
