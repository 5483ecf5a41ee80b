using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Messages;

static class MessageText
{
    /// <exception cref="RequestRefused">Blank, too long, or with control characters besides tab and line break.</exception>
    public static string Require(string content, string field = "content", string what = "a message")
    {
        RequireSound(content, Limits.MaxContentLength, field, what);
        return string.IsNullOrWhiteSpace(content) ? throw Refused(field, $"{what} is not blank") : content;
    }

    /// <summary>The same for one that has files, which may say nothing.</summary>
    public static string Require(string content, bool hasFiles) =>
        hasFiles && content.AsSpan().Trim().IsEmpty ? "" : Require(content);

    /// <exception cref="RequestRefused">Too long, or with control characters besides tab and line break.</exception>
    public static string RequireSound(string text, int most, string field, string what)
    {
        if (text.Length > most) throw Refused(field, $"{what} has at most {most} characters; this one has {text.Length}");
        foreach (var c in text)
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) throw Refused(field, $"{what} has no control characters; this one has U+{(int)c:X4}");
        return text;
    }

    static RequestRefused Refused(string field, string why) => new(ErrorCode.BadRequest, why, field);
}
