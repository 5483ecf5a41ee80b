using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Generation;
using Confab.Server.Messages;
using Confab.Server.Presence;
using Confab.Server.Rooms;
using Confab.Server.Storage;

namespace Confab.Server.Sockets;

/// <summary>From the bytes of a frame to the feature that answers it, and from a refusal to an <c>error</c>.</summary>
public sealed class RequestDispatcher(
    SignIn signIn, ListRooms listRooms, CreateRoom createRoom, JoinRoom joinRoom, LeaveRoom leaveRoom, PostMessage postMessage,
    ReadHistory readHistory, Typing typing, StartStream startStream, StopStream stopStream, ListModels listModels, ILogger<RequestDispatcher> logger)
{
    /// <summary>
    /// Requests of one socket are handled in order, one after the other. Posting only takes its place in the log here and is
    /// answered when it is on disk, so that a client may send many without waiting.
    /// </summary>
    public async Task DispatchAsync(Connection connection, ReadOnlyMemory<byte> frame)
    {
        var (head, fault) = FrameHead.Read(frame.Span);
        try
        {
            connection.Spend();
            if (fault is not null) throw new RequestRefused(fault);
            var request = RequestReader.Read(head, frame.Span);
            if (request is ChatRequest chat) await BeginAsync(connection, chat);
            else Answer(connection, head.Ref, await HandleAsync(connection, request));
        }
        catch (Exception e)
        {
            Refuse(connection, head, e);
        }
    }

    async Task BeginAsync(Connection connection, ChatRequest chat)
    {
        await connection.EnterAsync();
        _ = FinishAsync(connection, chat);
    }

    async Task FinishAsync(Connection connection, ChatRequest chat)
    {
        try
        {
            Answer(connection, chat.Ref, await postMessage.HandleAsync(connection, chat));
        }
        catch (Exception e)
        {
            Refuse(connection, new FrameHead(ChatRequest.Type, chat.Ref), e);
        }
        finally
        {
            connection.Exit();
        }
    }

    async Task<ServerFrame?> HandleAsync(Connection connection, Request request) => request switch
    {
        HelloRequest r => await signIn.HandleAsync(connection, r),
        ListRoomsRequest => await listRooms.HandleAsync(connection),
        CreateRoomRequest r => await createRoom.HandleAsync(connection, r),
        JoinRoomRequest r => await joinRoom.HandleAsync(connection, r),
        LeaveRoomRequest r => await leaveRoom.HandleAsync(connection, r),
        HistoryRequest r => await readHistory.HandleAsync(connection, r),
        TypingRequest r => typing.Handle(connection, r),
        StartStreamRequest r => startStream.Handle(connection, r),
        StopStreamRequest r => stopStream.Handle(connection, r),
        ListModelsRequest => listModels.Handle(connection),
        PingRequest => new Pong(),
        _ => throw new InvalidOperationException($"nothing handles {request.GetType().Name}"),
    };

    static void Answer(Connection connection, string? reference, ServerFrame? answer)
    {
        // Null: the feature has answered, or will (a join is answered in step with the room's events).
        if (answer is null || (answer is Ok && reference is null)) return;
        connection.Send(answer with { Ref = reference });
    }

    void Refuse(Connection connection, FrameHead head, Exception e)
    {
        switch (e)
        {
            case RequestRefused refused:
                connection.Send(refused.Why with { Ref = head.Ref });
                break;
            case OperationCanceledException when connection.Closed.IsCancellationRequested:
                break;
            case StorageUnavailableException:
                logger.LogError(e, "Storage refused a {Type} request", head.Type);
                connection.Send(new ErrorFrame(ErrorCode.Internal, "the server cannot write to its storage; nothing was changed, try again later") { Ref = head.Ref });
                break;
            default:
                logger.LogError(e, "A {Type} request failed", head.Type);
                connection.Send(new ErrorFrame(ErrorCode.Internal, "the server failed; nothing was changed, see its log") { Ref = head.Ref });
                break;
        }
    }
}
