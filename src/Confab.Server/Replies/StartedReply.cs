using Confab.Protocol;

namespace Confab.Server.Replies;

/// <param name="Stream">What is being written.</param>
/// <param name="Finished">The message that it became; null where it could not be kept, as when its room is gone.</param>
public readonly record struct StartedReply(ReplyStream Stream, Task<Message?> Finished);
