namespace Confab.Inference.Llama;

/// <summary>llama.cpp's libraries are missing, broken, or of another version than this program was written for.</summary>
public sealed class LlamaNativesException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
