using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary>The one table of who may do what in a room.</summary>
public static class RoomRights
{
    static readonly Dictionary<RoomRight, RoomRole> LeastRoles = new()
    {
        [RoomRight.Join] = RoomRole.Member,
        [RoomRight.Read] = RoomRole.Member,
        [RoomRight.Write] = RoomRole.Member,
        [RoomRight.Upload] = RoomRole.Member,
        [RoomRight.React] = RoomRole.Member,
        [RoomRight.Report] = RoomRole.Member,
        [RoomRight.Invite] = RoomRole.Member,
        [RoomRight.InviteAssistant] = RoomRole.Member,
        [RoomRight.Leave] = RoomRole.Member,
        [RoomRight.DeleteOthers] = RoomRole.Moderator,
        [RoomRight.Moderate] = RoomRole.Moderator,
        [RoomRight.RemoveAssistant] = RoomRole.Moderator,
        [RoomRight.ReadModeration] = RoomRole.Moderator,
        [RoomRight.Change] = RoomRole.Owner,
        [RoomRight.SetRoles] = RoomRole.Owner,
        [RoomRight.ReadAudit] = RoomRole.Owner,
        [RoomRight.Delete] = RoomRole.Owner,
    };

    /// <summary>What a muted member cannot do.</summary>
    static readonly RoomRight[] TakenByMute = [RoomRight.Write, RoomRight.Upload, RoomRight.React, RoomRight.Invite, RoomRight.InviteAssistant];

    /// <summary>What an archived room no longer takes.</summary>
    static readonly RoomRight[] TakenByArchive =
        [RoomRight.Write, RoomRight.Upload, RoomRight.React, RoomRight.Invite, RoomRight.InviteAssistant, RoomRight.DeleteOthers, RoomRight.Moderate, RoomRight.RemoveAssistant, RoomRight.SetRoles];

    /// <summary>What makes no sense in a room of two people, or of one and an assistant.</summary>
    static readonly RoomRight[] OnlyInGroups =
        [RoomRight.Invite, RoomRight.Leave, RoomRight.Moderate, RoomRight.Report, RoomRight.SetRoles, RoomRight.Delete, RoomRight.ReadModeration, RoomRight.ReadAudit];

    /// <summary>Null when it is allowed, else why not. A room that one may not even find is refused as one that is not there.</summary>
    public static ErrorFrame? Refuse(RoomStanding there, RoomRight right, DateTimeOffset now)
    {
        var (room, standing, isBanned) = there;
        if (standing is null)
        {
            if (isBanned || room.Visibility != Visibility.Public) return Unknown(room.Id);
            return right == RoomRight.Join ? null : new(ErrorCode.NotAMember, $"join the room \"{room.Id}\" first", "roomId");
        }
        if (room.Kind == RoomKind.Chat && right is (RoomRight.Leave or RoomRight.Delete))
            return new(ErrorCode.BadRequest, $"a chat of your own is deleted by DELETE /api/sessions/{room.Id}", "roomId");
        if (room.Kind == RoomKind.Chat && right is (RoomRight.InviteAssistant or RoomRight.RemoveAssistant))
            return new(ErrorCode.NotAllowed, "a chat has one assistant; begin another chat with the one that you want", "userId");
        if (room.Kind != RoomKind.Group && OnlyInGroups.Contains(right))
            return new(ErrorCode.NotAllowed, room.Kind == RoomKind.Direct ? "a direct room has its two people alone: nobody joins, leaves or keeps order in it" : "a chat of your own has nobody else in it", "roomId");
        if (room.Kind == RoomKind.Direct && right == RoomRight.DeleteOthers) return new(ErrorCode.NotAllowed, "in a direct room each deletes their own messages", "messageId");
        if (standing.Role < LeastRoles[right])
            return new(ErrorCode.NotAllowed, $"only {(LeastRoles[right] == RoomRole.Owner ? "an owner" : "a moderator or an owner")} of the room may do that", "roomId");
        if (room.ArchivedAt is not null && TakenByArchive.Contains(right))
            return Archived;
        if (standing.MutedUntil is { } until && until > now && TakenByMute.Contains(right))
            return new(ErrorCode.Muted, $"you are muted in this room until {until:yyyy-MM-dd HH:mm} UTC", "roomId", (int)Math.Min(int.MaxValue, (until - now).TotalMilliseconds));
        if (right == RoomRight.Upload && !room.Uploads) return new(ErrorCode.NotAllowed, "this room takes no files", "roomId");
        return null;
    }

    public static ErrorFrame Archived { get; } = new(ErrorCode.Archived, "this room is archived and changes no more; its owner can open it again", "roomId");

    public static ErrorFrame Unknown(RoomId room) =>
        new(ErrorCode.UnknownRoom, $"there is no room \"{room}\"; list_rooms shows those you may join", "roomId");
}
