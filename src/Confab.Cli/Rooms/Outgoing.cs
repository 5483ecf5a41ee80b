using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>A message of ours that its room has not shown us yet.</summary>
sealed record Outgoing(MessageId Id, string Text);
