using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// What one socket and a model said to each other, for dialects whose server remembers it. It goes with the socket: whoever knew
/// an id in an address could read another's otherwise.
/// </summary>
sealed class ConversationTurns(DialectWire wire)
{
    const int MostTurns = 20;

    /// <summary>So much text, UTF-16, fits into one request whatever it is made of.</summary>
    const int MostText = Limits.MaxFrameBytes / 8;

    readonly List<PromptMessage> _turns = [];
    readonly System.Text.StringBuilder _answer = new();
    StreamId? _running;

    /// <summary>Whether an answer is on its way.</summary>
    public bool IsAnswering => _running is not null;

    public void Clear() => _turns.Clear();

    /// <summary>Asks for the answer; its events name a stream that <see cref="IsOurs(StreamId)"/> knows.</summary>
    public void Say(string content, GenerationOptions options)
    {
        _turns.Add(new PromptMessage(PromptRole.User, content));
        while (_turns.Count > MostTurns || (_turns.Count > 1 && _turns.Sum(turn => turn.Content.Length) > MostText)) _turns.RemoveAt(0);
        _running = StreamId.New();
        _answer.Clear();
        wire.Ask(new StartStreamRequest(_running.Value, Messages: [.. _turns], Options: options) { Ref = _running.Value.Value });
    }

    public bool IsOurs(StreamId stream) => stream == _running;

    /// <summary>Whether this is the refusal of what was said last.</summary>
    public bool IsOurs(ErrorFrame error) => error.Ref is not null && error.Ref == _running?.Value;

    public void Grow(TokenEvent token) => _answer.Append(token.Content);

    /// <summary>The answer is whole, or as whole as it gets.</summary>
    public string End()
    {
        _running = null;
        var answer = _answer.ToString().Trim();
        if (answer.Length > 0) _turns.Add(new PromptMessage(PromptRole.Assistant, answer));
        return answer;
    }

    /// <summary>It was refused: nothing was said.</summary>
    public void Forget()
    {
        _running = null;
        if (_turns is [.., { Role: PromptRole.User }]) _turns.RemoveAt(_turns.Count - 1);
    }
}
