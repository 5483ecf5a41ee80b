namespace Confab.Inference.Llama;

/// <summary>A model cannot be given chat messages, because its file has no chat template or one of an unknown form.</summary>
public sealed class ChatTemplateException(string message) : InvalidOperationException(message);
