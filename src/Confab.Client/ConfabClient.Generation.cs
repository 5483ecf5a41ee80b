using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>Models, and generations outside any room.</summary>
public sealed partial class ConfabClient
{
    /// <summary>The models of the server.</summary>
    public Task<ModelList> ListModelsAsync(CancellationToken stop = default) => AskAsync<ModelList>(new ListModelsRequest(), mayRepeat: true, stop);

    /// <summary>Starts a generation outside any room; its text comes through <see cref="Events"/>. It does not outlive the connection.</summary>
    public Task<StreamStart> StartStreamAsync(StartStreamRequest request, CancellationToken stop = default) =>
        AskAsync<StreamStart>(FrameSize.Require(request, request.Prompt is null ? "messages" : "prompt"), mayRepeat: false, stop);

    /// <summary>Stops a reply of a room that one is in, or a stream of one's own.</summary>
    public Task StopStreamAsync(StreamId stream, CancellationToken stop = default) =>
        AskAsync<Ok>(new StopStreamRequest(stream), mayRepeat: true, stop);
}
