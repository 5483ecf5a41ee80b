using System.Text.RegularExpressions;
using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Suggestions;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Replies.Prompts;

/// <summary>However long one talks and however often one takes another branch, the prompt fits, holds the branch that was chosen, and nothing of another.</summary>
public sealed partial class LongBranchTests
{
    // One goes back by so many messages at most: past what was put in short since.
    const int Turns = 1000, Deepest = 50;

    readonly ScriptedModel _script = new();
    readonly Dictionary<string, IReadOnlyList<Said>> _left = [];

    // Never changed, only replaced: the model's side reads it meanwhile.
    IReadOnlyList<Said> _line = [];
    Action<Speech> _answer = _ => { };
    IReadOnlyList<ChatMessage> _newest = [];
    int _summaries;

    [Fact]
    public async Task After_a_thousand_turns_with_branches_every_prompt_held_the_chosen_line_alone_and_its_beginning_is_known()
    {
        var model = ScriptedModel.As("scripted", _script, contextLength: 600);
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [model], Suggestions = o.Suggestions with { IsOn = false } });
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);
        var room = new RoomId((string)(await caller.SendAsync(HttpMethod.Post, "/api/sessions")).Body["sessionId"]!);
        await ada.JoinAsync(room.Value);
        using var over = new CancellationTokenSource();
        var speaking = SpeakAsync(model, over.Token);
        var random = new Random(7);
        var (again, cut, reworded, returned) = (0, 0, 0, 0);

        for (var turn = 1; turn <= Turns; turn++)
        {
            await ((turn < 10 ? 99 : random.Next(100)) switch
            {
                < 8 => AgainAsync(turn),
                < 14 => CutAsync(turn),
                < 20 => RewordAsync(turn),
                < 25 when _left.Count > 0 => ReturnAsync(turn),
                _ => AskAsync(turn),
            });
            // Summaries come behind people: who never pauses is never waited for.
            if (turn % 5 == 0) await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0 && app.Get<Summarise>().Count == 0, "nothing is in the making");
            if (speaking.IsFaulted) break;
        }

        Assert.True(again > 40 && cut > 40 && reworded > 40 && returned > 25 && _summaries > 10, $"{again}, {cut}, {reworded}, {returned}, {_summaries}");
        await AskAsync(Turns + 1);
        Assert.Contains("fact: cat", _newest[0].Text, StringComparison.Ordinal);
        await over.CancelAsync();
        await speaking;

        async Task AskAsync(int turn, MessageId? after = null, MessageId? insteadOf = null)
        {
            var (question, answer) = (turn == 3 ? "fact: cat" : $"fact: q{turn}", $"fact: a{turn}");
            _line = [.. _line, new(default, question)];
            _answer = speech => speech.Say(answer).Finish();
            var ack = await ada.AskAsync<Ack>(new ChatRequest(room, question, VariantOf: insteadOf, AfterId: after));
            _line = [.. _line.SkipLast(1), new(ack.MessageId, question)];
            _line = [.. _line, new((await AnswerAsync(m => m.ParentId == ack.MessageId)).Id, answer)];
        }

        async Task AgainAsync(int turn)
        {
            again++;
            var (first, words) = (_line[^1], $"fact: b{turn}");
            _left[first.Text] = [.. _line];
            _line = [.. _line.SkipLast(1)];
            _answer = speech => speech.Say(words).Finish();
            var ack = await ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
            await AnswerAsync(m => m.Id == ack.MessageId);
            _line = [.. _line, new(ack.MessageId, words)];
        }

        // What came to nothing: the line is what it was.
        async Task CutAsync(int turn)
        {
            cut++;
            var whole = _line[^1];
            _line = [.. _line.SkipLast(1)];
            _answer = speech =>
            {
                if (turn % 2 == 0) speech.Finish();
                else speech.Say($"fact: c{turn}").Fail(new IOException("cut"));
            };
            var ack = await ada.AskAsync<Ack>(new RegenerateRequest(whole.Id));
            await AnswerAsync(m => m.Id == ack.MessageId);
            _line = [.. _line, whole];
        }

        async Task RewordAsync(int turn)
        {
            reworded++;
            _left[_line[^1].Text] = [.. _line];
            var question = _line[^2].Id;
            _line = [.. _line.SkipLast(2)];
            await AskAsync(turn, insteadOf: question);
        }

        async Task ReturnAsync(int turn)
        {
            returned++;
            var (name, other) = _left.ElementAt(random.Next(_left.Count));
            _left.Remove(name);
            // What was put in short of branches that were left long ago is there no more.
            foreach (var old in _left.Where(l => l.Value.Count < _line.Count - Deepest).Select(l => l.Key).ToList()) _left.Remove(old);
            if (other.Count >= _line.Count - Deepest)
            {
                _left[_line[^1].Text] = _line;
                _line = [.. other];
            }
            await AskAsync(turn, after: _line[^1].Id);
        }

        async Task<Message> AnswerAsync(Func<Message, bool> isIt)
        {
            var heard = ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant && isIt(m.Message));
            if (await Task.WhenAny(heard, speaking) == speaking) await speaking;
            return (await heard).Message;
        }
    }

    async Task SpeakAsync(Confab.Inference.Catalog.Model model, CancellationToken over)
    {
        while (await NextAsync(over) is { } speech)
        {
            Assert.InRange(model.CountPromptTokens(speech.Prompt) + speech.Options!.MaxOutputTokens!.Value, 1, model.ContextLength);
            if (speech.Prompt[0].Text.StartsWith("You keep the minutes", StringComparison.Ordinal))
            {
                // What a model would keep of them: what matters most, and what was said last.
                var facts = Fact().Matches(speech.Prompt[1].Text).Select(m => m.Value).Distinct().ToList();
                speech.Say(string.Join('\n', facts.Where(f => f == "fact: cat").Concat(facts.TakeLast(20)).Distinct())).Finish();
                _summaries++;
                continue;
            }
            _newest = speech.Prompt;
            Assert.Equal(_line.TakeLast(speech.Prompt.Count - 1).Select(said => said.Text), speech.Prompt.Skip(1).Select(m => m.Text));
            var own = _line.Select(said => said.Text).ToHashSet();
            Assert.All(Fact().Matches(speech.Prompt[0].Text), fact => Assert.Contains(fact.Value, own));
            _answer(speech);
        }
    }

    async Task<Speech?> NextAsync(CancellationToken over)
    {
        var next = _script.NextAsync();
        return await Task.WhenAny(next, Task.Delay(Timeout.Infinite, over)) == next ? await next : null;
    }

    sealed record Said(MessageId Id, string Text);

    [GeneratedRegex(@"fact: \w+")]
    private static partial Regex Fact();
}
