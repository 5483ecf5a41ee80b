using System.ComponentModel.DataAnnotations;

namespace Confab.Server.Tools;

public sealed record ToolOptions
{
    /// <summary>The file that names tool servers, in the usual shape of <c>mcpServers</c>. It need not be there.</summary>
    public string Servers { get; init; } = "mcp.json";

    /// <summary>How often a model may call tools for one answer; then it must answer.</summary>
    [Range(1, 100)]
    public int Rounds { get; init; } = 5;

    /// <summary>How many calls of one round are made; of more it is told so.</summary>
    [Range(1, 100)]
    public int CallsPerRound { get; init; } = 8;

    /// <summary>After how long no more are called for one answer, counted from when it was asked for; then the model must answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a tool server may take to be there, and to say what it has.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a tool server that failed is left alone.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most that a model is shown of one result, UTF-16 units.</summary>
    [Range(100, 1_000_000)]
    public int ResultCharacters { get; init; } = 16 * 1024;
}
