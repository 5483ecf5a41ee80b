using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Server.Sockets;

/// <summary>From the bytes of a frame to the feature that answers it, and from a refusal to an <c>error</c>.</summary>
public sealed class RequestDispatcher(IEnumerable<RequestHandler> handlers, ILogger<RequestDispatcher> logger)
{
    readonly Dictionary<Type, RequestHandler> _handlers = handlers.ToDictionary(handler => handler.Request);

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
            var handler = _handlers[request.GetType()];
            if (handler.Waits) Answer(connection, head.Ref, await handler.HandleAsync(connection, request));
            else await BeginAsync(connection, handler, request, head);
        }
        catch (Exception e)
        {
            Refuse(connection, head, e);
        }
    }

    async Task BeginAsync(Connection connection, RequestHandler handler, Request request, FrameHead head)
    {
        await connection.EnterAsync();
        _ = FinishAsync(connection, handler, request, head);
    }

    async Task FinishAsync(Connection connection, RequestHandler handler, Request request, FrameHead head)
    {
        try
        {
            Answer(connection, head.Ref, await handler.HandleAsync(connection, request));
        }
        catch (Exception e)
        {
            Refuse(connection, head, e);
        }
        finally
        {
            connection.Exit();
        }
    }

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
