using Microsoft.Extensions.AI;

namespace Confab.Cli.Conversations;

/// <summary>What one side said.</summary>
sealed record Turn(ChatRole Role, string Content, DateTimeOffset Timestamp);
