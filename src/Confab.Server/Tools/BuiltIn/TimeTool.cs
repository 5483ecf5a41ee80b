using System.Globalization;
using Microsoft.Extensions.AI;

namespace Confab.Server.Tools.BuiltIn;

/// <summary>What time it is, in whatever zone.</summary>
sealed class TimeTool(TimeProvider clock) : BuiltInTool(
    "time", "Tells the current date, weekday and time.",
    """{"type":"object","properties":{"zone":{"type":"string","description":"An IANA time zone such as Europe/Berlin; UTC when absent"}}}""")
{
    protected override Task<string> RunAsync(AIFunctionArguments arguments, CancellationToken stop)
    {
        var name = Text(arguments, "zone") is { Length: > 0 } asked ? asked : "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) throw new ArgumentException($"there is no time zone \"{name}\"; use an IANA name such as Europe/Berlin");
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone);
        return Task.FromResult($"{now.ToString("dddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)} ({zone.Id})");
    }
}
