using System.Text;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Rooms;

/// <summary>What a room is called, and what it is about.</summary>
static class RoomText
{
    /// <exception cref="RequestRefused">Empty, too long, or with control characters.</exception>
    public static string RequireName(string text, string field = "roomName")
    {
        var name = Require(text, field, "a room's name");
        return name.Length is > 0 and <= Limits.MaxRoomNameLength
            ? name
            : throw new RequestRefused(ErrorCode.BadRequest, $"a room's name has 1 to {Limits.MaxRoomNameLength} characters", field);
    }

    /// <summary>Empty for no topic.</summary>
    /// <exception cref="RequestRefused">Too long, or with control characters.</exception>
    public static string? RequireTopic(string? text)
    {
        if (text is null) return null;
        var topic = Require(text, "topic", "a topic");
        return topic.Length <= Limits.MaxTopicLength
            ? topic
            : throw new RequestRefused(ErrorCode.BadRequest, $"a topic has at most {Limits.MaxTopicLength} characters", "topic");
    }

    static string Require(string text, string field, string what)
    {
        var trimmed = text.Trim().Normalize(NormalizationForm.FormC);
        return trimmed.EnumerateRunes().Any(Username.IsInvisible)
            ? throw new RequestRefused(ErrorCode.BadRequest, $"{what} has no control or invisible characters, and no line breaks", field)
            : trimmed;
    }
}
