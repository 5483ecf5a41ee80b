using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>A message of ours that its room has not shown us yet.</summary>
/// <param name="Id">What it will be called.</param>
/// <param name="Text">What it says.</param>
/// <param name="Thread">The thread it is said in; null for the room itself.</param>
sealed record Outgoing(MessageId Id, string Text, MessageId? Thread = null);
