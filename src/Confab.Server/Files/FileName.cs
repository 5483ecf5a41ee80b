using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Files;

/// <summary>The name of a file as people see it. Where it lies on the disk has nothing to do with it.</summary>
static class FileName
{
    const int MaxLength = 200;

    /// <exception cref="RequestRefused">Nothing is left that could be seen, or it is too long.</exception>
    public static string Require(string? text)
    {
        // Some browsers send a whole path.
        var name = (text ?? "").Split('/', '\\')[^1];
        name = string.Concat(name.EnumerateRunes().Where(r => r.Value == ' ' || !Username.IsInvisible(r))).Trim();
        return name.Length is > 0 and <= MaxLength
            ? name
            : throw new RequestRefused(ErrorCode.BadRequest, $"give the file a name of 1 to {MaxLength} characters: ?name=plan.pdf", "name");
    }
}
