using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Replies;

public class AnswerAgainTests
{
    [Fact]
    public async Task An_answer_written_anew_is_a_variant_of_the_first_and_everybody_sees_it_grow()
    {
        await using var scene = await AnswerScene.StartAsync();
        var (question, first) = await scene.AskAsync("@AIBot why?", "Because.");

        var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id, new GenerationOptions(Temperature: 0.9)));
        var speech = await scene.Model.NextAsync();
        var start = await scene.Ben.NextAsync<StreamStart>(s => s.MessageId == ack.MessageId);
        var snapshot = (await scene.Ben.JoinAsync()).Streams.Single();
        speech.Say("For a reason.").Finish();
        var second = (await scene.Ben.NextAsync<MessageEvent>(m => m.Message.Id == ack.MessageId)).Message;

        Assert.Equal((first.Seq, first.Rev), (ack.Seq, ack.Rev));
        Assert.Equal((first.Id, first.Id, first.Id), (start.VariantOf!.Value, snapshot.VariantOf!.Value, second.VariantOf!.Value));
        Assert.Equal((question, "For a reason."), (second.ParentId!.Value, second.Content));
        Assert.Equal(0.9f, speech.Options!.Temperature);
        Assert.Equal("ada: why?", speech.Prompt[^1].Text);
        var third = await scene.AgainAsync(new RegenerateRequest(second.Id), "Third.");
        Assert.Equal(first.Id, third.VariantOf);
    }

    [Fact]
    public async Task Assistants_are_shown_the_newest_variant_in_the_place_of_the_first()
    {
        await using var scene = await AnswerScene.StartAsync();
        var (_, first) = await scene.AskAsync("@AIBot why?", "Because.");
        await scene.AgainAsync(new RegenerateRequest(first.Id), "For a reason.");

        await scene.Ada.ChatAsync("@AIBot which?");

        Assert.Equal(["ada: why?", "For a reason.", "ada: which?"], (await scene.Model.NextAsync()).Prompt.Skip(1).Select(m => m.Text));
    }

    [Fact]
    public async Task An_answer_that_was_cut_goes_on_with_the_text_there_is()
    {
        await using var scene = await AnswerScene.StartAsync();
        await scene.Ada.ChatAsync("@AIBot why?");
        (await scene.Model.NextAsync()).Say("Because it ").Finish(ChatFinishReason.Length);
        var cut = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        Assert.True(cut.Generation!.IsCut);

        var ack = await scene.Ada.AskAsync<Ack>(new ContinueRequest(cut.Id));
        var speech = await scene.Model.NextAsync();
        var start = await scene.Ada.NextAsync<StreamStart>(s => s.MessageId == ack.MessageId);
        var begun = await scene.Ada.NextAsync<TokenEvent>(t => t.StreamId == start.StreamId);
        var snapshot = (await scene.Ben.JoinAsync()).Streams.Single();
        speech.Say("is so.").Finish();
        var token = await scene.Ada.NextAsync<TokenEvent>(t => t.StreamId == begun.StreamId);
        var whole = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Id == ack.MessageId)).Message;

        Assert.Equal((0, 0, "Because it ", "Because it "), (begun.Offset, begun.Position, begun.Content, snapshot.Content));
        Assert.Equal((11, "is so."), (token.Offset, token.Content));
        Assert.Equal(("Because it is so.", cut.Id, null), (whole.Content, whole.VariantOf!.Value, whole.Generation!.IsCut));
        Assert.Equal((ChatRole.Assistant, "Because it "), (speech.Prompt[^2].Role, speech.Prompt[^2].Text));
        await scene.WhyNotAsync(new ContinueRequest(whole.Id), "whole");
    }

    [Fact]
    public async Task What_was_stopped_or_failed_is_tried_again()
    {
        await using var scene = await AnswerScene.StartAsync();
        var asked = await scene.Ada.ChatAsync("@AIBot why?");
        (await scene.Model.NextAsync()).Say("Bec").Fail(new IOException("cut"));
        var failed = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.ParentId == asked.MessageId)).Message;
        Assert.Equal(MessageStatus.Error, failed.Status);

        var again = await scene.AgainAsync(new RegenerateRequest(asked.MessageId), "Because.");
        var on = await scene.AgainAsync(new ContinueRequest(failed.Id), "ause.");

        Assert.Equal((failed.Id, failed.Id), (again.VariantOf!.Value, on.VariantOf!.Value));
        Assert.Equal((MessageStatus.Complete, "Because."), (on.Status, on.Content));
    }

    [Fact]
    public async Task One_that_failed_takes_no_good_answers_place_and_is_asked_anew()
    {
        await using var scene = await AnswerScene.StartAsync();
        using var caller = new ApiCaller(scene.App, scene.Ada);
        var chat = (string)(await caller.SendAsync(HttpMethod.Post, "/api/sessions")).Body["sessionId"]!;
        await scene.Ada.JoinAsync(chat);
        foreach (var room in new[] { "general", chat })
        {
            var (_, good) = await scene.AskAsync("@AIBot why?", "Because.", room);
            var failed = await scene.FailAsync(new RegenerateRequest(good.Id));
            Assert.Equal((MessageStatus.Error, "", good.Id), (failed.Status, failed.Content, failed.VariantOf!.Value));

            await scene.Ada.ChatAsync("@AIBot which?", room);
            var next = await scene.Model.NextAsync();
            next.Say("That.").Finish();
            await scene.Ada.MessageAsync("That.");
            Assert.Contains("Because.", next.Prompt.Select(m => m.Text));

            var again = await scene.Ada.AskAsync<Ack>(new ContinueRequest(failed.Id));
            var speech = await scene.Model.NextAsync();
            speech.Say("For a reason.").Finish();
            await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Id == again.MessageId && m.Message is { Status: MessageStatus.Complete, Content: "For a reason." });
            Assert.EndsWith("why?", speech.Prompt[^1].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_goes_on_and_is_stopped_before_its_turn_keeps_the_words_there_were()
    {
        await using var scene = await AnswerScene.StartAsync();
        await scene.Ada.ChatAsync("@AIBot why?");
        (await scene.Model.NextAsync()).Say("Because").Finish(ChatFinishReason.Length);
        var cut = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        await scene.Ada.ChatAsync("@AIBot and?");
        await scene.Model.NextAsync();

        var ack = await scene.Ada.AskAsync<Ack>(new ContinueRequest(cut.Id));
        var waiting = await scene.Ada.NextAsync<StreamQueued>(q => q.MessageId == ack.MessageId);
        await scene.Ada.DoAsync(new StopStreamRequest(waiting.StreamId));

        var stopped = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Id == ack.MessageId)).Message;
        Assert.Equal((MessageStatus.Cancelled, "Because", cut.Id), (stopped.Status, stopped.Content, waiting.VariantOf));
    }

    [Fact]
    public async Task A_question_that_nobody_answered_is_asked_again()
    {
        await using var scene = await AnswerScene.StartAsync();
        await scene.Ada.MakeRoomAsync();
        await scene.Ada.DoAsync(new RemoveMemberRequest(new("general"), AssistantList.Default));
        var asked = await scene.Ada.ChatAsync("@AIBot why?");
        await scene.WhyNotAsync(new RegenerateRequest(asked.MessageId), "asks no assistant");
        await scene.Ada.DoAsync(new InviteRequest(new("general"), AssistantList.Default));

        var answer = await scene.AgainAsync(new RegenerateRequest(asked.MessageId), "Because.");

        Assert.Equal((asked.MessageId, null), (answer.ParentId!.Value, answer.VariantOf));
    }

    [Fact]
    public async Task What_cannot_be_answered_again_says_why()
    {
        await using var scene = await AnswerScene.StartAsync();
        var (question, answer) = await scene.AskAsync("@AIBot why?", "Because.");
        var line = await scene.Ada.AskAsync<Ack>(new ClearRequest(new("general")));

        await scene.WhyNotAsync(new RegenerateRequest(line.MessageId), "no question");
        await scene.WhyNotAsync(new ContinueRequest(question), "only an assistant's answer");
        await scene.Ada.AskAsync<Ack>(new RegenerateRequest(answer.Id));
        await scene.WhyNotAsync(new RegenerateRequest(answer.Id), "being written");
        await scene.WhyNotAsync(new RegenerateRequest(question), "being written");
        Assert.Equal(ErrorCode.BadRequest, await scene.Ada.CodeAsync(new RegenerateRequest(answer.Id, new GenerationOptions(Temperature: 9))));
        await scene.Ada.DeleteAsync(question);
        (await scene.Model.NextAsync()).Finish();
        await scene.Ada.NextAsync<MessageEvent>(m => m.Message.VariantOf == answer.Id);
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new RegenerateRequest(question)));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new RegenerateRequest(answer.Id)));
    }

    [Fact]
    public async Task In_a_chat_a_question_asked_in_other_words_begins_a_branch_of_its_own()
    {
        await using var scene = await AnswerScene.StartAsync();
        using var caller = new ApiCaller(scene.App, scene.Ada);
        var room = (string)(await caller.SendAsync(HttpMethod.Post, "/api/sessions")).Body["sessionId"]!;
        await scene.Ada.JoinAsync(room);
        var (q1, a1) = await scene.AskAsync("What is a python?", "A language.", room);
        var (_, _) = await scene.AskAsync("Which version?", "3.14", room);

        var snake = await scene.Ada.AskAsync<Ack>(new ChatRequest(new(room), "A python, the snake?", VariantOf: q1));
        var speech = await scene.Model.NextAsync();
        speech.Say("It is long.").Finish();
        await scene.Ada.NextAsync<MessageEvent>(m => m.Message.ParentId == snake.MessageId);
        Assert.Equal(["A python, the snake?"], speech.Prompt.Skip(1).Select(m => m.Text));

        await scene.Ada.AskAsync<Ack>(new ChatRequest(new(room), "Who made it?", AfterId: a1.Id));
        var back = await scene.Model.NextAsync();
        Assert.Equal(["What is a python?", "A language.", "Who made it?"], back.Prompt.Skip(1).Select(m => m.Text));
        back.Finish();

        Assert.Equal(("unknown_message", "afterId"), await scene.CodeAsync(new ChatRequest(new(room), "x", AfterId: new("nothing"))));
        Assert.Equal(("unknown_message", "variantOf"), await scene.CodeAsync(new ChatRequest(new(room), "x", VariantOf: new("nothing"))));
        Assert.Equal(("not_allowed", "variantOf"), await scene.CodeAsync(new ChatRequest(new(room), "x", VariantOf: a1.Id)));
        Assert.Equal(("bad_request", "variantOf"), await scene.CodeAsync(new ChatRequest(new("general"), "x", VariantOf: q1)));
        Assert.Equal(("bad_request", "afterId"), await scene.CodeAsync(new ChatRequest(new("general"), "x", AfterId: q1)));
    }

    [Fact]
    public async Task A_variant_that_a_killed_process_was_writing_is_one_at_the_next_start()
    {
        string folder;
        MessageId first, second;
        await using (var scene = await AnswerScene.StartAsync())
        {
            (_, var answer) = await scene.AskAsync("@AIBot why?", "Because.");
            first = answer.Id;
            second = (await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first))).MessageId;
            folder = scene.App.CopyOfFolder();
        }

        await using var next = await ChatApplication.StartAsync(folder: folder);
        await using var ben = await next.JoinAsync("eve");
        var kept = (await ben.JoinAsync()).Messages.Single(m => m.Id == second);
        Assert.Equal((first, MessageStatus.Interrupted), (kept.VariantOf!.Value, kept.Status));
    }
}
