using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Replies.Prompts;

public class PromptSweepTests
{
    [Fact]
    public async Task What_an_answer_was_made_of_is_kept_for_so_long_and_the_answer_stays()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with
        {
            Clock = time,
            Sockets = o.Sockets with { Heartbeat = TimeSpan.FromDays(1), Sync = TimeSpan.FromDays(1) },
            Replies = o.Replies with { PromptsKept = TimeSpan.FromHours(4) },
        });
        await using var ada = await app.JoinAsync("ada");
        var old = await AskAsync(time, app, ada, "@AIBot hello");
        time.Advance(TimeSpan.FromMinutes(150));
        var young = await AskAsync(time, app, ada, "@AIBot hello again");
        Assert.NotNull(await FindAsync(app, old));

        time.Advance(PromptSweep.Every * 3);

        await TestTime.UntilAsync(() => FindAsync(app, old).GetAwaiter().GetResult() is null, "the old one is gone");
        Assert.NotNull(await FindAsync(app, young));
        Assert.NotNull(await app.Get<IMessageStore>().FindAsync(old, CancellationToken.None));
    }

    static async Task<MessageId> AskAsync(FakeTime time, ChatApplication app, TestSocket who, string what)
    {
        var asked = await who.ChatAsync(what);
        MessageId? answer = null;
        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            answer ??= app.Get<IMessageStore>().ReadPageAsync(new("general"), null, 10, CancellationToken.None).GetAwaiter().GetResult().Messages.FirstOrDefault(m => m.ParentId == asked.MessageId)?.Id;
            return answer is { } id && FindAsync(app, id).GetAwaiter().GetResult() is not null;
        }, "it is answered");
        return answer!.Value;
    }

    static Task<ShownPrompt?> FindAsync(ChatApplication app, MessageId answer) => app.Get<IPromptStore>().FindAsync(answer, CancellationToken.None);
}
