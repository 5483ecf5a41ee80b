using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Moderation;
using Confab.Server.Presence;
using Confab.Server.Receipts;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Confab.Server.Suggestions;

namespace Confab.Server.Rooms.Changes;

/// <summary>What a change of a room means for the sockets that are open: what they may still do and hear, and what they are told.</summary>
public sealed class RoomNews(ConnectionRegistry connections, IFanout fanout, RoomDirectory directory, Online online, CursorClaims cursors, RunningReplies replies, RoomWords words,
    SuggestionBoard suggestions)
{
    /// <param name="change">What was stored.</param>
    /// <param name="by">Who removed or invited somebody; null for who came and went by themselves.</param>
    public void Tell(RoomChange change, Author? by = null)
    {
        if (change.Left is { } left) TakeOut(change, left, by);
        if (change.Banned is { } banned) Hide(change.Room.Id, banned);
        if (change.Joined is { } joined) Welcome(change.Room, joined, isInvited: by is not null);
        if (change.AssistantOut is { } gone) TakeOutAssistant(change.Room, gone, by);
        if (change.AssistantIn is { } come) Welcome(change.Room.Id, come);
        foreach (var member in change.Changed) Update(change.Room.Id, member);
        if (change.IsGone) Close(change);
        else if (change.IsNew || change.Before is not null) Update(change);
    }

    /// <summary>To a person's own devices that do not listen to the room: they list it, and may join it.</summary>
    public void Show(Room room, UserId to)
    {
        var shown = EncodedEvent.Encode(new RoomUpdated(room.Id, room));
        foreach (var socket in online.DevicesOf(to))
            if (socket.Find(room.Id) is null) socket.Queue.Enqueue(shown);
    }

    void TakeOut(RoomChange change, Author user, Author? by)
    {
        var room = change.Room.Id;
        var left = EncodedEvent.Of(new UserLeft(room, user, by));
        var wasTyping = false;
        foreach (var socket in online.DevicesOf(user.Id))
        {
            wasTyping |= socket.Find(room)?.IsTyping ?? false;
            socket.StopListening(room, fanout);
            // Their own devices learn of it however crowded the room is.
            socket.Queue.Enqueue(left.Frame);
        }
        if (wasTyping) fanout.PublishUnlessCrowded(room, EncodedEvent.Of(new TypingEvent(room, user.Id, IsTyping: false)));
        fanout.PublishUnlessCrowded(room, left);
        if (change.Room.Visibility == Visibility.Private) Hide(room, user.Id);
    }

    void Welcome(Room room, Participant member, bool isInvited)
    {
        fanout.PublishUnlessCrowded(room.Id, EncodedEvent.Of(new UserJoined(room.Id, directory.Describe(member))));
        cursors.Begun(room.Id, member.Id);
        if (isInvited) Show(room with { IsMember = true, Role = member.Standing.Role }, member.Id);
    }

    void Welcome(RoomId room, Author assistant)
    {
        if (directory.Describe(assistant) is { } member) fanout.Publish(room, EncodedEvent.Of(new UserJoined(room, member)));
    }

    void TakeOutAssistant(Room room, Author assistant, Author? by)
    {
        foreach (var reply in replies.All.Where(r => r.Reply?.RoomId == room.Id && r.Reply.Author.Id == assistant.Id)) reply.Stop(StreamEndReason.Cancelled);
        fanout.Publish(room.Id, EncodedEvent.Of(new UserLeft(room.Id, assistant, by)));
    }

    void Update(RoomId room, Participant member)
    {
        foreach (var socket in online.DevicesOf(member.Id)) socket.Find(room)?.Update(standing: member.Standing);
        fanout.Publish(room, EncodedEvent.Of(new MemberUpdated(room, directory.Describe(member))));
    }

    /// <summary>Listeners hear of it in step with the room's other events, everybody else who may see the room beside them.</summary>
    void Update(RoomChange change)
    {
        var room = change.Room.Id;
        var updated = EncodedEvent.Of(new RoomUpdated(room, change.Room));
        var hidden = change.Before is { Visibility: Visibility.Public } && change.Room.Visibility == Visibility.Private ? EncodedEvent.Encode(new RoomDeleted(room)) : null;
        foreach (var socket in connections.All)
        {
            if (socket.User is not { } user) continue;
            if (socket.Find(room) is { } joined) joined.Update(change.Room);
            else if (change.IsSeenBy(user.Id)) socket.Queue.Enqueue(updated.Frame);
            else if (hidden is not null && !change.NeverFound.Contains(user.Id)) socket.Queue.Enqueue(hidden);
        }
        fanout.Publish(room, updated);
    }

    void Close(RoomChange change)
    {
        var room = change.Room.Id;
        words.Forget(room);
        suggestions.Forget(room);
        var gone = EncodedEvent.Encode(new RoomDeleted(room));
        foreach (var socket in connections.All)
            if (socket.User is { } user && (socket.StopListening(room, fanout) | change.IsSeenBy(user.Id))) socket.Queue.Enqueue(gone);
        // A reply that goes on would do so for nobody. Its end is not heard either.
        replies.StopIn(room);
    }

    void Hide(RoomId room, UserId from)
    {
        var hidden = EncodedEvent.Encode(new RoomDeleted(room));
        foreach (var socket in online.DevicesOf(from)) socket.Queue.Enqueue(hidden);
    }
}
