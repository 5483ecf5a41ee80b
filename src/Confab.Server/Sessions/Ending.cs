using Confab.Protocol;

namespace Confab.Server.Sessions;

/// <summary>Why an answer is not whole, in words for people.</summary>
static class Ending
{
    public const string NotKept = "the answer could not be kept: the session was deleted meanwhile, or the server is going down";

    public static string? ErrorOf(Message reply) => reply.Status switch
    {
        MessageStatus.Complete => null,
        MessageStatus.Cancelled => "the answer was stopped before its end; what there is of it is kept",
        MessageStatus.Interrupted => "the server is going down; what there is of the answer is kept, ask again in a moment",
        _ => reply.Generation?.Error ?? "the model failed; the server's log says why",
    };
}
