using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>Finished messages as rows. Who goes on speaking is not named again.</summary>
sealed class Transcript
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    Message? _previous;
    DateTime _day;

    public void Interrupt() => _previous = null;

    public IEnumerable<string> Rows(Message message, int width)
    {
        var at = message.CreatedAt.ToLocalTime();
        if (_day != at.Date && _day != default)
        {
            yield return "";
            yield return Speech.Rule(Style.Dim($"{at:dddd d MMMM}"), "", width - 1);
            _previous = null;
        }
        _day = at.Date;

        if (!GoesOn(message))
        {
            yield return "";
            yield return Speech.Header(message.Author.Name, message.CreatedAt, Note(message));
        }
        _previous = message;
        foreach (var row in Speech.Body(message.Content, width)) yield return row;
        if (End(message) is { } end) yield return "  " + end;
    }

    bool GoesOn(Message message) =>
        _previous is { } previous && previous.Author.Id == message.Author.Id && message.Generation is null
        && message.CreatedAt - previous.CreatedAt < Pause;

    static string Note(Message message)
    {
        if (message.Generation is not { } generation) return "";
        var model = SafeText.CleanLine(generation.Model);
        return generation.TokensPerSecond is { } speed ? $"{model}, {speed:0} tokens/s" : model;
    }

    static string? End(Message message) => message.Status switch
    {
        MessageStatus.Cancelled => Style.Warning("■ stopped"),
        MessageStatus.Interrupted => Style.Warning("■ interrupted: the server went down meanwhile"),
        MessageStatus.Error => Style.Bad($"✗ {SafeText.CleanLine(message.Generation?.Error ?? "the model failed")}"),
        _ => null,
    };
}
