namespace Confab.Server.Rooms;

/// <summary>What one may do with a room. Who may is said in one place: <see cref="RoomRights"/>.</summary>
public enum RoomRight
{
    /// <summary>Find it, and become a member.</summary>
    Join,
    /// <summary>Read its messages, members, files and receipts, search it, hear its events; say how far one has read.</summary>
    Read,
    /// <summary>Write messages, edit and delete one's own, type, start assistants anew.</summary>
    Write,
    /// <summary>Send files; where the room takes them.</summary>
    Upload,
    /// <summary>React, like and dislike.</summary>
    React,
    /// <summary>Show a message to the moderators.</summary>
    Report,
    /// <summary>Make somebody a member.</summary>
    Invite,
    /// <summary>Bring an assistant in.</summary>
    InviteAssistant,
    /// <summary>Take an assistant out.</summary>
    RemoveAssistant,
    /// <summary>End one's own membership.</summary>
    Leave,
    /// <summary>Delete another's message.</summary>
    DeleteOthers,
    /// <summary>Mute, remove and ban members of a lower role, and lift a ban.</summary>
    Moderate,
    /// <summary>Read reports, bans, the word list and the room's figures; settle reports, change the word list.</summary>
    ReadModeration,
    /// <summary>Change its name, topic and settings; archive it.</summary>
    Change,
    /// <summary>Change what members are.</summary>
    SetRoles,
    /// <summary>Read the audit log.</summary>
    ReadAudit,
    /// <summary>Delete it with everything in it.</summary>
    Delete,
}
