using System.Net;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;
using Confab.Inference.Llama;
using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Replies;

/// <summary>What a failed generation says to whoever asked for it.</summary>
static class GenerationFaults
{
    /// <summary>The field of a prompt that no model can hold.</summary>
    public const string PromptField = "prompt";

    /// <summary>What went wrong, as far as the asker may know it; null for what is a fault of ours.</summary>
    public static ErrorFrame? Explain(Exception e) => e switch
    {
        RequestRefused refused => refused.Why,
        UnknownModelException => new(ErrorCode.UnknownModel, e.Message, "model"),
        PromptTooLongException => new(ErrorCode.BadRequest, e.Message, PromptField),
        ChatTemplateException or ArgumentException => new(ErrorCode.BadRequest, e.Message),
        ModelLoadException => new(ErrorCode.Internal, e.Message),
        RemoteModelException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity } =>
            new(ErrorCode.BadRequest, e.Message),
        RemoteModelException remote => new(remote.StatusCode == HttpStatusCode.TooManyRequests ? ErrorCode.Busy : ErrorCode.Internal, remote.Message, RetryAfterMs: (int?)remote.RetryAfter?.TotalMilliseconds),
        ModelBusyException or NoModelException or ModelUnloadedException or ModelMemoryException or TimeoutException => new(ErrorCode.Busy, e.Message),
        _ => null,
    };
}
