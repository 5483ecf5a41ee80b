using Confab.Protocol;
using Confab.Server.Moderation;
using Confab.Server.Replies;
using Confab.Server.Rooms;
using Confab.Server.Rooms.Direct;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Messages;

/// <summary><c>chat</c>: a message takes its place in the room, is on disk, is told to everybody, and only then acknowledged.</summary>
public sealed class PostMessage(
    RoomAccess access, RoomManners manners, DirectRooms direct, AppendLoop log, IMessageStore messages, ReplyTrigger trigger, ReplyRunner replies, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, ChatRequest request) =>
        await PostAsync(connection.RequireJoined(request.RoomId).There, connection.RequireUser(), request);

    /// <summary>For somebody whose standing is known, whether or not a socket of theirs is in the room.</summary>
    /// <exception cref="RequestRefused">They may not write there, or something in the request is wrong.</exception>
    public async Task<Ack> PostAsync(RoomStanding there, Author author, ChatRequest request)
    {
        try
        {
            return await AppendAsync(there, author, request);
        }
        catch (RequestRefused) when (request.MessageId is not null)
        {
            // Sent again because its ack got lost, it is acknowledged, whatever they may no longer do.
            if (await messages.FindAsync(request.RoomId, request.MessageId.Value, CancellationToken.None) is { } stored && stored.Author.Id == author.Id) return AckOf(stored);
            throw;
        }
    }

    async Task<Ack> AppendAsync(RoomStanding there, Author author, ChatRequest request)
    {
        var room = there.Room;
        access.Require(there, RoomRight.Write);
        var files = RequireFiles(there, request.Attachments ?? []);
        var content = MessageText.Require(request.Content, hasFiles: files.Count > 0);

        await RequirePlaceAsync(room, author, request);
        var message = new NewMessage(request.MessageId ?? MessageId.New(), room.Id, author, content, clock.GetUtcNow(), request.ParentId)
        {
            ThreadId = request.ThreadId,
            VariantOf = request.VariantOf,
            AfterId = request.AfterId,
            Attachments = files,
        };
        manners.RequireWords(room.Id, content);
        var asking = trigger.Consider(room, message);
        var appended = await (room.SlowModeSeconds is null ? log.AppendAsync(asking) : AppendInTurnAsync(there, asking));
        var stored = appended.Message ?? throw Refused(appended.Refusal!.Value, request);
        foreach (var draft in ReplyTrigger.Share(appended.Replies ?? [])) replies.Start(draft, author);
        if (appended.IsNew && room.Kind == RoomKind.Direct) direct.Begin(room, stored);
        return AckOf(stored);
    }

    static Ack AckOf(Message stored) => new(stored.RoomId, stored.Id, stored.Seq, stored.Rev);

    /// <summary>Branches are a chat's: one's own question in other words, or a message that goes on with another than the newest.</summary>
    async Task RequirePlaceAsync(Room room, Author author, ChatRequest request)
    {
        if (request is { VariantOf: null, AfterId: null }) return;
        var field = request.VariantOf is null ? "afterId" : "variantOf";
        if (room.Kind != RoomKind.Chat) throw new RequestRefused(ErrorCode.BadRequest, $"\"{field}\" is for chats with an assistant; in other rooms leave it out", field);
        if (request.VariantOf is not { } variant) return;
        var first = await messages.FindAsync(room.Id, variant, CancellationToken.None) ?? throw Refused(AppendRefusal.UnknownVariant, request);
        if (first.Author.Id != author.Id) throw new RequestRefused(ErrorCode.NotAllowed, "only a question of your own can be asked in other words; of an answer, send regenerate", "variantOf");
    }

    async Task<Appended> AppendInTurnAsync(RoomStanding there, NewMessage message)
    {
        manners.TakeTurn(there, message.Author.Id, message.Id);
        var isTaken = false;
        try
        {
            var appended = await log.AppendAsync(message);
            isTaken = appended.Message is not null;
            return appended;
        }
        finally
        {
            if (!isTaken) manners.GiveBackTurn(there, message.Author.Id, message.Id);
        }
    }

    IReadOnlyList<AttachmentId> RequireFiles(RoomStanding there, IReadOnlyList<AttachmentId> files)
    {
        if (files.Count == 0) return files;
        if (files.Count > Limits.MaxAttachments)
            throw new RequestRefused(ErrorCode.BadRequest, $"a message has at most {Limits.MaxAttachments} files; this one has {files.Count}", "attachments");
        if (files.Distinct().Count() < files.Count) throw new RequestRefused(ErrorCode.BadRequest, "each file of a message is named once", "attachments");
        access.Require(there, RoomRight.Upload);
        return files;
    }

    static RequestRefused Refused(AppendRefusal why, ChatRequest request) => why switch
    {
        AppendRefusal.UnknownRoom => new(RoomRights.Unknown(request.RoomId)),
        AppendRefusal.UnknownParent => new(ErrorCode.UnknownMessage, $"there is no message \"{request.ParentId}\" in this room to answer", "parentId"),
        AppendRefusal.UnknownThread => new(ErrorCode.UnknownMessage, $"there is no message \"{request.ThreadId}\" in this room whose thread that could be", "threadId"),
        AppendRefusal.UnknownVariant => new(ErrorCode.UnknownMessage, $"there is no message \"{request.VariantOf}\" in this room to ask in other words", "variantOf"),
        AppendRefusal.TooManyVariants => new(
            ErrorCode.BadRequest, $"this question stands there in {Limits.MaxVariants} wordings, and no place takes more; delete one of them, or ask it in a new message", "variantOf"),
        AppendRefusal.UnknownPredecessor => new(ErrorCode.UnknownMessage, $"there is no message \"{request.AfterId}\" in this chat to go on with", "afterId"),
        AppendRefusal.UnknownFile => new(
            ErrorCode.UnknownFile, "upload each file to this room first, and send it in one message only; one of these is not yours, not here, or sent already", "attachments"),
        AppendRefusal.IdTaken => new(ErrorCode.IdTaken, $"\"{request.MessageId}\" is another message's id; make a new one", "messageId"),
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };
}
