using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Replies.Prompts;

namespace Confab.Server.Replies;

/// <summary>An answer that came to its end.</summary>
/// <param name="Message">As it was stored.</param>
/// <param name="Model">What wrote it.</param>
/// <param name="Prompt">What that model was shown for it.</param>
public sealed record FinishedReply(Message Message, Model Model, Prompt Prompt);
