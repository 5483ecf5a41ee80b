using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

public class ReplyTests
{
    [Theory]
    [InlineData("/AIBot What is Python?")]
    [InlineData("@AIBot what is python?")]
    [InlineData("hey @aibot, what is python?")]
    public async Task Calling_the_assistant_makes_an_answer_grow_in_every_window_and_become_a_message(string question)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var ack = await ada.ChatAsync(question);
        (await model.NextAsync()).Say("A ").Say("snake 🐍 ").Say("or a language.").Finish();

        foreach (var reader in new[] { ada, ben })
        {
            var start = await reader.NextAsync<StreamStart>();
            var text = "";
            while (text.Length < "A snake 🐍 or a language.".Length)
            {
                var token = await reader.NextAsync<TokenEvent>();
                Assert.Equal((start.StreamId, text.Length), (token.StreamId, token.Offset));
                text += token.Content;
            }
            var end = await reader.NextAsync<StreamEnd>();
            var message = (await reader.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
            Assert.Equal(StreamEndReason.Stop, end.Reason);
            Assert.Equal(start.MessageId, message.Id);
            Assert.Equal(ack.MessageId, message.ParentId);
            Assert.Equal((text, MessageStatus.Complete), (message.Content, message.Status));
            Assert.Equal(("AIBot", "scripted"), (message.Author.Name, message.Generation!.Model));
        }
    }
}
