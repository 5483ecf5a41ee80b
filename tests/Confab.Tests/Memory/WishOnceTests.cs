using Confab.Protocol;
using Confab.Server.Memory;
using Confab.Tests.Support;
using static Confab.Tests.Memory.MemoryScene;

namespace Confab.Tests.Memory;

public class WishOnceTests
{
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task What_somebody_once_asked_to_be_forgotten_is_not_forgotten_again_when_another_has_the_answer_written_anew()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var answer = await _model.AskAsync(ada, "@AIBot forget everything about me");
        await _model.AskAsync(ada, "@AIBot remember that I play chess");
        await TestTime.UntilAsync(async () => (await app.ContentsAsync(ada)).Count == 1, "it is remembered");

        await ben.AskAsync<Ack>(new RegenerateRequest(answer.Id));
        (await _model.AnswerAsync()).Say("done").Finish();
        await ben.NextAsync<MessageEvent>(m => m.Message.VariantOf == answer.Id);
        await app.Get<PlainWords>().SettledAsync(new("general"), CancellationToken.None);

        Assert.Equal(["ada: I play chess"], await app.ContentsAsync(ada));
    }
}
