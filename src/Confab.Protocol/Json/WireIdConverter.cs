using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Confab.Protocol.Json;

/// <summary>Reads and writes an id as a string, and refuses what could not be one.</summary>
public sealed class WireIdConverter<TId> : JsonConverter<TId> where TId : struct, IWireId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Checked(reader.GetString()!)
            : throw new JsonException("expected an id (a string)");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    static TId Checked(string text) =>
        WireIds.IsValid(text)
            ? TId.Of(text)
            : throw new JsonException($"an id has 1 to {Limits.MaxIdLength} characters of A-Z a-z 0-9 . _ : -");
}

public static class WireIds
{
    static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= Limits.MaxIdLength && !text.AsSpan().ContainsAnyExcept(Allowed);
}
