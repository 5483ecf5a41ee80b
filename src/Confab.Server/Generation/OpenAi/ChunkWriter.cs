using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Replies;

namespace Confab.Server.Generation.OpenAi;

/// <summary>Writes one generation as chunks. Nothing leaves before the first text, so that a refusal can have a status of its own.</summary>
sealed class ChunkWriter(ServerSentEvents events, AnswerShape shape, int index, bool countsUsage)
{
    string _model = "";
    bool _hasBegun;

    public async Task TellAsync(ServerFrame? happened)
    {
        switch (happened)
        {
            case null:
                await events.CommentAsync("waiting");
                break;
            case StreamStart start:
                _model = start.Model;
                break;
            case TokenEvent piece:
                await BeginAsync();
                await WriteAsync(shape.Piece(index, piece.Content));
                break;
        }
    }

    public async Task EndAsync(StreamOutcome outcome)
    {
        await BeginAsync();
        await WriteAsync(shape.Ending(index, OpenAiWords.FinishReason(outcome)), OpenAiWords.Explain(outcome));
    }

    async Task BeginAsync()
    {
        if (_hasBegun) return;
        _hasBegun = true;
        if (shape.Opening(index) is { } opening) await WriteAsync(opening);
    }

    Task WriteAsync(Choice choice, RouteExplained? explained = null) => events.WriteAsync(
        shape.Part(_model, choice) with { Usage = countsUsage ? OpenAiWire.Null : null, Confab = explained }, OpenAiWire.Json.Completion);
}
