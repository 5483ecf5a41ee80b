using System.Text.Json;
using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// <c>/ws/{client_id}</c>: <c>{"message": …}</c> in; <c>token</c> and <c>done</c> out. A conversation of one socket with a model.
/// </summary>
sealed class ConversationDialect(DialectWire wire) : Dialect(wire)
{
    static readonly GenerationOptions Wishes = new(MaxTokens: 512);

    readonly ConversationTurns _turns = new(wire);

    public override bool Receive(string type, JsonElement frame)
    {
        if (frame.Text("message") is not { } message) return false;
        if (_turns.IsAnswering) Refuse("an answer is on its way; say more when it is done");
        else _turns.Say(message, Wishes);
        return true;
    }

    public override void Tell(ServerFrame frame)
    {
        switch (frame)
        {
            case TokenEvent token when _turns.IsOurs(token.StreamId):
                _turns.Grow(token);
                Wire.Write(new() { ["type"] = "token", ["content"] = token.Content });
                break;
            case StreamEnd end when _turns.IsOurs(end.StreamId):
                _turns.End();
                if (end.Error is { } why) Refuse(why);
                Wire.Write(new() { ["type"] = "done" });
                break;
            case ErrorFrame error:
                if (_turns.IsOurs(error)) _turns.Forget();
                Refuse(error.Message);
                break;
        }
    }
}
