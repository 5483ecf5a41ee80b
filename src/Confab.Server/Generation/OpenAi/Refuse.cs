using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.OpenAi;

static class Refuse
{
    /// <exception cref="RequestRefused">It does not hold.</exception>
    public static void Unless(bool holds, string field, string otherwise)
    {
        if (!holds) throw new RequestRefused(ErrorCode.BadRequest, $"\"{field}\" {otherwise}", field);
    }
}
