using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>Models, answers written once more, and generations outside any room.</summary>
public sealed partial class ConfabClient
{
    /// <summary>The models of the server.</summary>
    public Task<ModelList> ListModelsAsync(CancellationToken stop = default) => AskAsync<ModelList>(new ListModelsRequest(), mayRepeat: true, stop);

    /// <summary>Has an answer written anew, or a question that has none answered. What comes is a variant: it takes the place of the first.</summary>
    /// <param name="message">An assistant's message, or a question to one.</param>
    /// <param name="options">What is wished of this generation.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>With the id of the message to come.</returns>
    public Task<Ack> RegenerateAsync(MessageId message, GenerationOptions? options = null, CancellationToken stop = default) =>
        AskAsync<Ack>(new RegenerateRequest(message, options), mayRepeat: false, stop);

    /// <summary>Has an answer that was cut go on: a variant that begins with the text there is.</summary>
    /// <param name="message">An assistant's message that is not complete, or ended at its length.</param>
    /// <param name="options">What is wished of this generation.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>With the id of the message to come.</returns>
    public Task<Ack> ContinueAsync(MessageId message, GenerationOptions? options = null, CancellationToken stop = default) =>
        AskAsync<Ack>(new ContinueRequest(message, options), mayRepeat: false, stop);

    /// <summary>Starts a generation outside any room; its text comes through <see cref="Events"/>. It does not outlive the connection.</summary>
    public Task<StreamStart> StartStreamAsync(StartStreamRequest request, CancellationToken stop = default) =>
        AskAsync<StreamStart>(FrameSize.Require(request, request.Prompt is null ? "messages" : "prompt"), mayRepeat: false, stop);

    /// <summary>Stops a reply of a room that one is in, or a stream of one's own.</summary>
    public Task StopStreamAsync(StreamId stream, CancellationToken stop = default) =>
        AskAsync<Ok>(new StopStreamRequest(stream), mayRepeat: true, stop);
}
