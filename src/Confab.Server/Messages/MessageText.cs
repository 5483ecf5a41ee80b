using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Messages;

static class MessageText
{
    /// <exception cref="RequestRefused">Blank, too long, or with control characters besides tab and line break.</exception>
    public static string Require(string content, string field = "content", string what = "a message")
    {
        if (content.Length > Limits.MaxContentLength)
            throw Refused(field, $"{what} has at most {Limits.MaxContentLength} characters; this one has {content.Length}");
        if (string.IsNullOrWhiteSpace(content)) throw Refused(field, $"{what} is not blank");
        foreach (var c in content)
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) throw Refused(field, $"{what} has no control characters; this one has U+{(int)c:X4}");
        return content;
    }

    static RequestRefused Refused(string field, string why) => new(ErrorCode.BadRequest, why, field);
}
