using Microsoft.Extensions.AI;

namespace Confab.Server.Tools;

/// <summary>A tool that an assistant may use for one answer.</summary>
/// <param name="Function">What is run. Its name is unique among those offered.</param>
/// <param name="Server">The tool server that has it; null for what is built in.</param>
public sealed record OfferedTool(AIFunction Function, string? Server = null);
