using Confab.Protocol;
using Confab.Server.Rooms.Changes;
using Confab.Server.Rooms.Direct;
using Confab.Server.Rooms.Keeping;
using Confab.Server.Rooms.Members;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

public static class RoomsFeature
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddSingleton<RoomDirectory>()
        .AddSingleton<RoomAccess>()
        .AddSingleton<RoomCaller>()
        .AddSingleton<ChangeLoop>()
        .AddSingleton<RoomNews>()
        .AddSingleton<RoomChanges>()
        .AddSingleton<SweepSignal>()
        .AddSingleton<DirectRooms>()
        .AddHostedService<RoomSweep>()
        .AddRequest<ListRoomsRequest, ListRooms>((feature, connection, _) => feature.HandleAsync(connection))
        .AddRequest<CreateRoomRequest, CreateRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<JoinRoomRequest, JoinRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<LeaveRoomRequest, LeaveRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<OpenDirectRequest, OpenDirect>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<PrivateMessageRequest, SendPrivate>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<UpdateRoomRequest, UpdateRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<DeleteRoomRequest, DeleteRoom>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<InviteRequest, InviteMember>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<RemoveMemberRequest, RemoveMember>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<SetRoleRequest, SetRole>((feature, connection, request) => feature.HandleAsync(connection, request))
        .AddRequest<MuteRequest, MuteMember>((feature, connection, request) => feature.HandleAsync(connection, request));
}
