using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Operations;

/// <summary>
/// What concerns the whole server is its operator's: whoever reaches it on this machine's own address, or anybody where the
/// operator has said <c>--manage-models</c>.
/// </summary>
public sealed class OperatorRights(ServerOptions options)
{
    public bool AreEverybodys => options.MayManageModels;

    /// <param name="what">What is the operator's alone, as the subject of a sentence.</param>
    /// <exception cref="RequestRefused">They are not given to whoever asks here.</exception>
    public void Require(string what)
    {
        if (WhyNot(what) is { } why) throw new RequestRefused(ErrorCode.NotAllowed, why);
    }

    public string? WhyNot(string what) => AreEverybodys ? null : $"{what} by the operator only; allow it with: confab serve --manage-models";
}
