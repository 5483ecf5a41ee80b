namespace Confab.Inference.Streaming.Named;

/// <summary>Some text of a stream and where it belongs.</summary>
/// <param name="Offset">The length in UTF-16 units of the text before it.</param>
/// <param name="Text">The text, never empty.</param>
public readonly record struct StreamPiece(int Offset, string Text);
