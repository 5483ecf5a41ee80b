using Microsoft.Extensions.AI;

namespace Confab.Inference.Routing;

/// <summary>A request made ready for the model that was chosen.</summary>
/// <param name="Messages">What the model is shown.</param>
/// <param name="Options">How it is to answer.</param>
/// <param name="Turn">Given back when the answer has ended, or the model was given up.</param>
public sealed record RoutedRequest(IEnumerable<ChatMessage> Messages, ChatOptions? Options, IDisposable? Turn = null);
