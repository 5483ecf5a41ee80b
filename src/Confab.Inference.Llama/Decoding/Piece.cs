namespace Confab.Inference.Llama.Decoding;

/// <summary>A piece of an answer and the tokens behind it.</summary>
readonly record struct Piece(string Text, int Tokens);
