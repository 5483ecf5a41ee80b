using System.Text.RegularExpressions;
using Confab.Server.Assistants;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Replies.Prompts;

/// <summary>However long one talks, the prompt fits, the instructions stay, and the beginning is known.</summary>
public sealed partial class LongConversationTests
{
    const int Turns = 1000;

    [Fact]
    public async Task After_a_thousand_turns_every_prompt_fitted_and_the_third_turn_is_still_known()
    {
        var script = new ScriptedModel();
        var model = ScriptedModel.As("scripted", script, contextLength: 600);
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [model], Suggestions = o.Suggestions with { IsOn = false } });
        await using var ada = await app.JoinAsync("ada");
        var instructions = app.Get<AssistantList>().All[0].Instructions;
        var (answered, summarised) = (0, 0);
        IReadOnlyList<ChatMessage> newest = [];
        var speaking = SpeakAsync();

        for (var turn = 1; turn <= Turns; turn++)
        {
            await ada.ChatAsync(turn == 3 ? "@AIBot by the way, fact: my cat is called Ada-Lovelace-The-Second" : $"@AIBot turn {turn}, let us speak of number {turn * 7} and of the weather");
            await ada.MessageAsync($"answer {turn}");
        }

        Assert.True(answered == Turns && summarised > 10, $"{answered} answers, {summarised} summaries");
        Assert.Contains("my cat is called Ada-Lovelace-The-Second", newest[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada-Lovelace-The-Second", newest[^1].Text, StringComparison.Ordinal);
        await speaking;

        // Answers by number, and keeps of minutes what a model would: every fact that it is shown.
        async Task SpeakAsync()
        {
            while (answered < Turns)
            {
                var speech = await script.NextAsync();
                Assert.InRange(model.CountPromptTokens(speech.Prompt) + speech.Options!.MaxOutputTokens!.Value, 1, model.ContextLength);
                if (speech.Prompt[0].Text.StartsWith("You keep the minutes", StringComparison.Ordinal))
                {
                    speech.Say(string.Join('\n', Fact().Matches(speech.Prompt[1].Text).Select(m => m.Value).Distinct().Prepend("They spoke of numbers."))).Finish();
                    summarised++;
                    continue;
                }
                Assert.StartsWith(instructions, speech.Prompt[0].Text, StringComparison.Ordinal);
                newest = speech.Prompt;
                speech.Say($"answer {++answered}").Finish();
            }
        }
    }

    [GeneratedRegex("fact: .*")]
    private static partial Regex Fact();
}
