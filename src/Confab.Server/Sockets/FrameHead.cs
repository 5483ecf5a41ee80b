using System.Text.Json;
using Confab.Protocol;

namespace Confab.Server.Sockets;

/// <summary>What can be said of a frame before it is understood: whose answer it wants, and what kind it is.</summary>
readonly record struct FrameHead(string? Type, string? Ref)
{
    static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads over the whole frame, so that a broken one is found here.</summary>
    public static (FrameHead Head, ErrorFrame? Fault) Read(ReadOnlySpan<byte> frame)
    {
        string? type = null, reference = null;
        ErrorFrame? fault = null;
        try
        {
            var reader = new Utf8JsonReader(frame, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) fault = Broken("a frame is one JSON object");
            else ReadProperties(ref reader, ref type, ref reference, ref fault);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            fault = Broken("the frame is not valid JSON: " + e.Message.Split('.')[0]);
        }
        if (fault is null && type is null) fault = new ErrorFrame(ErrorCode.BadJson, "\"type\" is missing: a string that names the request", "type");
        return (new FrameHead(type, reference), fault);
    }

    static void ReadProperties(ref Utf8JsonReader reader, ref string? type, ref string? reference, ref ErrorFrame? fault)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isRef = reader.ValueTextEquals("ref"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String) type = reader.GetString();
            else if (isType) fault ??= new ErrorFrame(ErrorCode.BadJson, "\"type\" must be a string", "type");
            else if (isRef && !TryReadRef(ref reader, ref reference)) fault ??= new ErrorFrame(ErrorCode.BadRequest, $"\"ref\" must be a string of at most {Limits.MaxRefLength} characters", "ref");
            reader.Skip();
        }
        if (reader.Read()) fault ??= Broken("a frame is one JSON object, and nothing after it");
    }

    /// <summary>Where a frame has several, the last counts, as it does for the serializer.</summary>
    static bool TryReadRef(ref Utf8JsonReader reader, ref string? reference)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null)) return false;
        if (reader.GetString() is { Length: > Limits.MaxRefLength }) return false;
        reference = reader.GetString();
        return true;
    }

    static ErrorFrame Broken(string why) => new(ErrorCode.BadJson, why);
}
