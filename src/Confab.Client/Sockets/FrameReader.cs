using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Client.Sockets;

/// <summary>From the bytes of a frame to the frame.</summary>
static class FrameReader
{
    static readonly JsonTypeInfo<ServerFrame> Frames = (JsonTypeInfo<ServerFrame>)WireJson.Options.GetTypeInfo(typeof(ServerFrame));

    static readonly HashSet<string> KnownTypes =
        [.. Frames.PolymorphismOptions!.DerivedTypes.Select(t => t.TypeDiscriminator).OfType<string>()];

    /// <returns>Null when this version does not know the frame's type: a newer server may say more than we understand.</returns>
    public static ServerFrame? Read(ReadOnlySpan<byte> frame)
    {
        try
        {
            return JsonSerializer.Deserialize(frame, Frames);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            if (IsForeign(frame)) return null;
            throw new UnreadableFrameException(fault);
        }
    }

    static bool IsForeign(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && !KnownTypes.Contains(type.GetString()!);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
