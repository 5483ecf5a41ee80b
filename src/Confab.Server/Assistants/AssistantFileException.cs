namespace Confab.Server.Assistants;

/// <summary>A text that is no assistant.</summary>
/// <param name="line">Where, from 1.</param>
/// <param name="field">The field at fault; null where it is none.</param>
/// <param name="why">What is wrong, and what to do.</param>
public sealed class AssistantFileException(int line, string? @field, string why)
    : Exception($"line {line}{(@field is null ? "" : $", \"{@field}\"")}: {why}")
{
    public int Line => line;

    public string? Field => @field;

    public string Why => why;
}
