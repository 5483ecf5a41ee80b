using System.Globalization;
using Microsoft.Extensions.AI;

namespace Confab.Server.Tools.BuiltIn;

/// <summary>Arithmetic, which language models are bad at.</summary>
sealed class CalculatorTool() : BuiltInTool(
    "calculator", "Computes an arithmetic expression exactly.",
    """{"type":"object","properties":{"expression":{"type":"string","description":"With + - * / % ^, brackets, pi, e, and sqrt, abs, round, floor, ceil, min, max, ln, log, sin, cos, tan"}},"required":["expression"]}""")
{
    protected override Task<string> RunAsync(AIFunctionArguments arguments, CancellationToken stop) =>
        Task.FromResult(Calculation.Of(Require(arguments, "expression")).ToString("G15", CultureInfo.InvariantCulture));
}
