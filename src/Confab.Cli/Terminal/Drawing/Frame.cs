namespace Confab.Cli.Terminal.Drawing;

/// <summary>What stands at the bottom of the terminal until it is drawn anew.</summary>
/// <param name="Rows">None wider than the terminal.</param>
/// <param name="CursorRow">From 0.</param>
/// <param name="CursorColumn">From 0.</param>
sealed record Frame(IReadOnlyList<string> Rows, int CursorRow, int CursorColumn);
