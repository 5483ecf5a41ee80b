using System.Text;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Presence;

static class DeviceName
{
    /// <summary>Null for a device that does not say what it is.</summary>
    /// <exception cref="RequestRefused">Too long, or with characters that cannot be seen.</exception>
    public static string? Require(string? text)
    {
        var name = (text ?? "").Trim().Normalize(NormalizationForm.FormC);
        if (name.Length > Limits.MaxUsernameLength)
            throw new RequestRefused(ErrorCode.BadRequest, $"a device's name has at most {Limits.MaxUsernameLength} characters", "device");
        if (name.EnumerateRunes().Any(Username.IsInvisible))
            throw new RequestRefused(ErrorCode.BadRequest, "a device's name has no control or invisible characters, and no line breaks", "device");
        return name is "" or "unknown" ? null : name;
    }
}
