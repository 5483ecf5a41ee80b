using Confab.Inference.Streaming.Events;

namespace Confab.Inference.Streaming;

/// <summary>An answer that lies in a file.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Characters">The text's length in UTF-16 units.</param>
/// <param name="Answer">Its tokens, model, usage and times.</param>
public sealed record StreamedFile(string Path, int Characters, GenerationEvent.Completed Answer);
