using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Client.Sockets;

/// <summary>
/// Refuses a frame here that the server would hang up on. A text within the limit of a message can be too large as a
/// frame: the JSON writer escapes every emoji into twelve bytes, and no encoder talks it out of that.
/// </summary>
static class FrameSize
{
    static readonly JsonTypeInfo<Request> RequestType = (JsonTypeInfo<Request>)WireJson.Options.GetTypeInfo(typeof(Request));

    // It gets its own later; none is longer.
    static readonly string LongestRef = long.MaxValue.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="RequestRefusedException">It is larger than <see cref="Limits.MaxFrameBytes"/>.</exception>
    public static TRequest Require<TRequest>(TRequest request, string field) where TRequest : Request
    {
        var size = JsonSerializer.SerializeToUtf8Bytes(request with { Ref = LongestRef }, RequestType).Length;
        return size <= Limits.MaxFrameBytes
            ? request
            : throw new RequestRefusedException(new ErrorFrame(
                ErrorCode.BadRequest, $"\"{field}\" makes {size} bytes on the wire, and one request carries {Limits.MaxFrameBytes} at most; send it in parts", field));
    }
}
