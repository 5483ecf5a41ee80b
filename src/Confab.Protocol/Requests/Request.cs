using System.Text.Json.Serialization;

namespace Confab.Protocol;

/// <summary>A frame from a client. With a <c>ref</c> it is answered by exactly one frame that carries the same.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloRequest), HelloRequest.Type)]
[JsonDerivedType(typeof(ListRoomsRequest), ListRoomsRequest.Type)]
[JsonDerivedType(typeof(CreateRoomRequest), CreateRoomRequest.Type)]
[JsonDerivedType(typeof(JoinRoomRequest), JoinRoomRequest.Type)]
[JsonDerivedType(typeof(LeaveRoomRequest), LeaveRoomRequest.Type)]
[JsonDerivedType(typeof(ChatRequest), ChatRequest.Type)]
[JsonDerivedType(typeof(RegenerateRequest), RegenerateRequest.Type)]
[JsonDerivedType(typeof(ContinueRequest), ContinueRequest.Type)]
[JsonDerivedType(typeof(PrivateMessageRequest), PrivateMessageRequest.Type)]
[JsonDerivedType(typeof(OpenDirectRequest), OpenDirectRequest.Type)]
[JsonDerivedType(typeof(UpdateRoomRequest), UpdateRoomRequest.Type)]
[JsonDerivedType(typeof(DeleteRoomRequest), DeleteRoomRequest.Type)]
[JsonDerivedType(typeof(InviteRequest), InviteRequest.Type)]
[JsonDerivedType(typeof(RemoveMemberRequest), RemoveMemberRequest.Type)]
[JsonDerivedType(typeof(SetRoleRequest), SetRoleRequest.Type)]
[JsonDerivedType(typeof(MuteRequest), MuteRequest.Type)]
[JsonDerivedType(typeof(ReportRequest), ReportRequest.Type)]
[JsonDerivedType(typeof(FindUsersRequest), FindUsersRequest.Type)]
[JsonDerivedType(typeof(EditMessageRequest), EditMessageRequest.Type)]
[JsonDerivedType(typeof(DeleteMessageRequest), DeleteMessageRequest.Type)]
[JsonDerivedType(typeof(ReactRequest), ReactRequest.Type)]
[JsonDerivedType(typeof(FeedbackRequest), FeedbackRequest.Type)]
[JsonDerivedType(typeof(DeliveredRequest), DeliveredRequest.Type)]
[JsonDerivedType(typeof(ReadRequest), ReadRequest.Type)]
[JsonDerivedType(typeof(PresenceRequest), PresenceRequest.Type)]
[JsonDerivedType(typeof(ClearRequest), ClearRequest.Type)]
[JsonDerivedType(typeof(HistoryRequest), HistoryRequest.Type)]
[JsonDerivedType(typeof(TypingRequest), TypingRequest.Type)]
[JsonDerivedType(typeof(StartStreamRequest), StartStreamRequest.Type)]
[JsonDerivedType(typeof(StopStreamRequest), StopStreamRequest.Type)]
[JsonDerivedType(typeof(ListModelsRequest), ListModelsRequest.Type)]
[JsonDerivedType(typeof(PingRequest), PingRequest.Type)]
public abstract record Request
{
    /// <summary>Any string up to <see cref="Limits.MaxRefLength"/>; comes back on the answer.</summary>
    [JsonPropertyOrder(-1)]
    public string? Ref { get; init; }
}
