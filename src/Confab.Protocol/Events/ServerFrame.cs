using System.Text.Json.Serialization;

namespace Confab.Protocol;

/// <summary>A frame from the server: the answer to a request when it carries a <c>ref</c>, else an event.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(RoomList), "room_list")]
[JsonDerivedType(typeof(RoomCreated), "room_created")]
[JsonDerivedType(typeof(RoomJoined), "room_joined")]
[JsonDerivedType(typeof(Ok), "ok")]
[JsonDerivedType(typeof(Ack), "ack")]
[JsonDerivedType(typeof(HistoryPage), "history")]
[JsonDerivedType(typeof(UserList), "user_list")]
[JsonDerivedType(typeof(ModelList), "model_list")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(ErrorFrame), "error")]
[JsonDerivedType(typeof(MessageEvent), "message")]
[JsonDerivedType(typeof(UserJoined), "user_joined")]
[JsonDerivedType(typeof(UserLeft), "user_left")]
[JsonDerivedType(typeof(RoomUpdated), "room_updated")]
[JsonDerivedType(typeof(RoomDeleted), "room_deleted")]
[JsonDerivedType(typeof(MemberUpdated), "member_updated")]
[JsonDerivedType(typeof(ReceiptEvent), "receipt")]
[JsonDerivedType(typeof(SuggestionsEvent), "suggestions")]
[JsonDerivedType(typeof(TypingEvent), "typing")]
[JsonDerivedType(typeof(PresenceEvent), "presence")]
[JsonDerivedType(typeof(StreamQueued), "stream_queued")]
[JsonDerivedType(typeof(StreamStart), "stream_start")]
[JsonDerivedType(typeof(TokenEvent), "token")]
[JsonDerivedType(typeof(ToolCallEvent), "tool_call")]
[JsonDerivedType(typeof(MemoryChanged), "memory_changed")]
[JsonDerivedType(typeof(ProgressEvent), "progress")]
[JsonDerivedType(typeof(StreamEnd), "stream_end")]
[JsonDerivedType(typeof(SyncEvent), "sync")]
public abstract record ServerFrame
{
    /// <summary>The request's own ref.</summary>
    [JsonPropertyOrder(-1)]
    public string? Ref { get; init; }
}
