using System.Text.Json.Serialization;
using Confab.Protocol.Json;

namespace Confab.Protocol;

/// <summary>A one-field id. On the wire it is a string of 1 to <see cref="Limits.MaxIdLength"/> of <c>A-Z a-z 0-9 . _ : -</c>.</summary>
public interface IWireId<TSelf> where TSelf : struct, IWireId<TSelf>
{
    string Value { get; }

    static abstract TSelf Of(string value);
}

[JsonConverter(typeof(WireIdConverter<UserId>))]
public readonly record struct UserId(string Value) : IWireId<UserId>
{
    public static UserId Of(string value) => new(value);
    public static UserId New() => new(Guid.CreateVersion7().ToString());
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<RoomId>))]
public readonly record struct RoomId(string Value) : IWireId<RoomId>
{
    public static RoomId Of(string value) => new(value);
    public static RoomId New() => new(Guid.CreateVersion7().ToString());
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<MessageId>))]
public readonly record struct MessageId(string Value) : IWireId<MessageId>
{
    public static MessageId Of(string value) => new(value);
    public static MessageId New() => new(Guid.CreateVersion7().ToString());
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<AttachmentId>))]
public readonly record struct AttachmentId(string Value) : IWireId<AttachmentId>
{
    public static AttachmentId Of(string value) => new(value);
    public static AttachmentId New() => new(Guid.CreateVersion7().ToString());
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<StreamId>))]
public readonly record struct StreamId(string Value) : IWireId<StreamId>
{
    public static StreamId Of(string value) => new(value);
    public static StreamId New() => new(Guid.CreateVersion7().ToString());
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<MemoryId>))]
public readonly record struct MemoryId(string Value) : IWireId<MemoryId>
{
    public static MemoryId Of(string value) => new(value);
    public static MemoryId New() => new(Guid.CreateVersion7().ToString());
    public override string ToString() => Value;
}
