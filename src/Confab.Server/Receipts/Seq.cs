using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Receipts;

static class Seq
{
    /// <summary>One beyond the newest message is none: the cursor stops there.</summary>
    /// <exception cref="RequestRefused">Less than 1.</exception>
    public static long Require(long seq) =>
        seq > 0 ? seq : throw new RequestRefused(ErrorCode.BadRequest, "\"seq\" is a message's number: 1 or more", "seq");
}
