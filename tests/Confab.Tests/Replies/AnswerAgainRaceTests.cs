using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Replies;

/// <summary>Answers that are written anew while something else happens to them, to what they answer, or to where they stand.</summary>
public class AnswerAgainRaceTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task Of_several_who_have_the_same_answer_written_anew_at_once_one_is_heard()
    {
        await using var scene = await AnswerScene.StartAsync();
        var (question, first) = await scene.AskAsync("@AIBot why?", "Because.");

        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(
                scene.Ada.AskAsync<ServerFrame>(new RegenerateRequest(first.Id)), scene.Ben.AskAsync<ServerFrame>(new RegenerateRequest(round % 2 == 0 ? first.Id : question)));
            var ack = Assert.Single(answers.OfType<Ack>());
            Assert.Equal(ErrorCode.InUse, Assert.Single(answers.OfType<ErrorFrame>()).Code);
            (await scene.Model.NextAsync()).Say("Once more.").Finish();
            Assert.Equal(first.Id, (await scene.HeardAsync(ack)).VariantOf);
        }

        Assert.Equal(12, (await scene.Ada.JoinAsync()).Messages.Count(m => m.Author.Kind != AuthorKind.System));
    }

    [Fact]
    public async Task Of_one_who_goes_on_and_one_who_begins_anew_at_once_one_is_heard()
    {
        await using var scene = await AnswerScene.StartAsync();
        await scene.Ada.ChatAsync("@AIBot why?");
        (await scene.Model.NextAsync()).Say("Because it ").Finish(ChatFinishReason.Length);
        var cut = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;

        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(scene.Ada.AskAsync<ServerFrame>(new ContinueRequest(cut.Id)), scene.Ben.AskAsync<ServerFrame>(new RegenerateRequest(cut.Id)));
            var goesOn = answers[0] is Ack;
            Assert.NotEqual(goesOn, answers[1] is Ack);
            (await scene.Model.NextAsync()).Say("is.").Finish();
            Assert.Equal(goesOn ? "Because it is." : "is.", (await scene.HeardAsync(answers.OfType<Ack>().Single())).Content);
        }
    }

    [Fact]
    public async Task While_an_answer_is_written_its_question_is_not_asked_again()
    {
        await using var scene = await AnswerScene.StartAsync();
        var asked = await scene.Ada.ChatAsync("@AIBot why?");
        var speech = await scene.Model.NextAsync();
        var start = await scene.Ada.NextAsync<StreamStart>();

        Assert.Equal(ErrorCode.InUse, await scene.Ada.CodeAsync(new RegenerateRequest(asked.MessageId)));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new RegenerateRequest(start.MessageId!.Value)));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new ContinueRequest(start.MessageId.Value)));

        speech.Say("Because.").Finish();
        var answer = await scene.Ada.MessageAsync("Because.");
        Assert.Equal(answer.Id, (await scene.AgainAsync(new RegenerateRequest(asked.MessageId), "For a reason.")).VariantOf);
    }

    [Fact]
    public async Task When_the_question_is_deleted_nobody_writes_its_answer_anew_any_longer()
    {
        await using var scene = await AnswerScene.StartAsync();
        var (question, first) = await scene.AskAsync("@AIBot why?", "Because.");
        var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
        var speech = await scene.SaidAsync("For a");

        await scene.Ada.DeleteAsync(question);

        await speech.Ended;
        var stopped = await scene.HeardAsync(ack);
        Assert.Equal((MessageStatus.Cancelled, "For a", first.Id), (stopped.Status, stopped.Content, stopped.VariantOf!.Value));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new ContinueRequest(stopped.Id)));
    }

    [Fact]
    public async Task When_the_first_answer_is_deleted_the_one_that_is_being_written_stands_in_its_place()
    {
        await using var scene = await AnswerScene.StartAsync();
        await scene.App.MakeAsync(scene.Ada, RoomRole.Moderator);
        var (question, first) = await scene.AskAsync("@AIBot why?", "Because.");
        var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
        var speech = await scene.SaidAsync("For a");

        await scene.Ada.DeleteAsync(first.Id);
        speech.Say(" reason.").Finish();
        await scene.HeardAsync(ack);

        Assert.Equal(["ada: why?", "For a reason.", "ada: and?"], await scene.ShownAsync("@AIBot and?"));
        Assert.Equal(first.Id, (await scene.AgainAsync(new RegenerateRequest(question), "Again.")).VariantOf);
    }

    [Fact]
    public async Task Who_had_an_answer_written_anew_and_is_banned_hears_no_more_of_it_and_the_others_do()
    {
        await using var scene = await AnswerScene.StartAsync();
        var room = await scene.Ada.MakeRoomAsync();
        await scene.Ada.BringAsync(room, scene.Ben);
        var (_, first) = await scene.AskAsync("@AIBot why?", "Because.", room.Value);
        var ack = await scene.Ben.AskAsync<Ack>(new RegenerateRequest(first.Id));
        var speech = await scene.SaidAsync("For a");

        await scene.Ada.DoAsync(new RemoveMemberRequest(room, scene.Ben.User.Id, Ban: true));
        await scene.Ben.EverythingSoFarAsync();
        speech.Say(" reason.").Finish();

        Assert.Equal((MessageStatus.Complete, "For a reason."), (await scene.HeardAsync(ack)) is var kept ? (kept.Status, kept.Content) : default);
        Assert.DoesNotContain(await scene.Ben.EverythingSoFarAsync(), f => f is TokenEvent or MessageEvent or StreamEnd);
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ben.CodeAsync(new RegenerateRequest(first.Id)));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ben.CodeAsync(new ContinueRequest(ack.MessageId)));
    }

    [Fact]
    public async Task When_its_assistant_leaves_the_room_it_stops_writing_and_its_good_answer_stands()
    {
        await using var scene = await AnswerScene.StartAsync();
        var room = await scene.Ada.MakeRoomAsync();
        var (question, first) = await scene.AskAsync("@AIBot why?", "Because.", room.Value);
        var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
        var speech = await scene.SaidAsync("For a");

        await scene.Ada.DoAsync(new RemoveMemberRequest(room, first.Author.Id));

        await speech.Ended;
        Assert.Equal((MessageStatus.Cancelled, "For a"), (await scene.HeardAsync(ack)) is var kept ? (kept.Status, kept.Content) : default);
        Assert.Equal(ErrorCode.UnknownAssistant, await scene.Ada.CodeAsync(new RegenerateRequest(first.Id)));
        Assert.Equal(ErrorCode.BadRequest, await scene.Ada.CodeAsync(new RegenerateRequest(question)));
        await scene.Ada.DoAsync(new InviteRequest(room, first.Author.Id));
        Assert.Equal(["ada: why?", "Because.", "ada: and?"], await scene.ShownAsync("@AIBot and?", room.Value));
    }

    [Fact]
    public async Task When_the_room_is_deleted_nobody_goes_on_writing_in_it()
    {
        await using var scene = await AnswerScene.StartAsync();
        var room = await scene.Ada.MakeRoomAsync();
        var (_, first) = await scene.AskAsync("@AIBot why?", "Because.", room.Value);
        var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
        var speech = await scene.SaidAsync("For a");

        await scene.Ada.DoAsync(new DeleteRoomRequest(room));

        await speech.Ended;
        await TestTime.UntilAsync(async () => (await scene.App.Get<IMessageStore>().ReadDraftsAsync(TestTime.Deadline())).Count == 0, "nothing is promised any more");
        Assert.Null(await scene.App.Get<IMessageStore>().FindAsync(ack.MessageId, TestTime.Deadline()));
        Assert.Equal(ErrorCode.UnknownMessage, await scene.Ada.CodeAsync(new RegenerateRequest(first.Id)));
    }

    [Fact]
    public async Task When_the_room_is_archived_what_is_being_written_is_finished_and_no_more_is_begun()
    {
        await using var scene = await AnswerScene.StartAsync();
        var room = await scene.Ada.MakeRoomAsync();
        var (_, first) = await scene.AskAsync("@AIBot why?", "Because.", room.Value);
        var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
        var speech = await scene.SaidAsync("For a");

        await scene.Ada.DoAsync(new UpdateRoomRequest(room, IsArchived: true));
        speech.Say(" reason.").Finish();

        Assert.Equal("For a reason.", (await scene.HeardAsync(ack)).Content);
        Assert.Equal(ErrorCode.Archived, await scene.Ada.CodeAsync(new RegenerateRequest(first.Id)));
        Assert.Equal(ErrorCode.Archived, await scene.Ada.CodeAsync(new ContinueRequest(first.Id)));
    }

    [Fact]
    public async Task When_assistants_begin_anew_what_was_being_written_stays_above()
    {
        await using var scene = await AnswerScene.StartAsync();
        using var caller = new ApiCaller(scene.App, scene.Ada);
        var chat = (string)(await caller.SendAsync(HttpMethod.Post, "/api/sessions")).Body["sessionId"]!;
        await scene.Ada.JoinAsync(chat);
        foreach (var room in new[] { "general", chat })
        {
            var (_, first) = await scene.AskAsync("@AIBot why?", "Because.", room);
            var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first.Id));
            var speech = await scene.SaidAsync("For a");

            await scene.Ada.AskAsync<Ack>(new ClearRequest(new(room)));
            speech.Say(" reason.").Finish();
            await scene.HeardAsync(ack);

            var shown = await scene.ShownAsync("@AIBot and?", room);
            Assert.EndsWith("and?", Assert.Single(shown), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_killed_process_was_writing_anew_takes_no_good_answers_place_and_can_be_tried_again()
    {
        string folder;
        MessageId first, begun, question;
        await using (var scene = await AnswerScene.StartAsync())
        {
            (question, var answer) = await scene.AskAsync("@AIBot why?", "Because.");
            first = answer.Id;
            var ack = await scene.Ada.AskAsync<Ack>(new RegenerateRequest(first));
            (await scene.Model.NextAsync()).Say("For ").Finish(ChatFinishReason.Length);
            var cut = await scene.HeardAsync(ack);
            await scene.AgainAsync(new RegenerateRequest(first), "Therefore.");
            begun = (await scene.Ada.AskAsync<Ack>(new ContinueRequest(cut.Id))).MessageId;
            await scene.Model.NextAsync();
            folder = scene.App.CopyOfFolder();
        }

        await using (var next = await AnswerScene.StartAsync(folder))
        {
            var kept = (await next.Ada.JoinAsync()).Messages.Single(m => m.Id == begun);
            Assert.Equal((first, MessageStatus.Interrupted, "For "), (kept.VariantOf!.Value, kept.Status, kept.Content));
            Assert.Empty(await next.App.Get<IMessageStore>().ReadDraftsAsync(TestTime.Deadline()));
            Assert.Equal("Therefore.", (await next.ShownAsync("@AIBot and?"))[1]);
            Assert.Equal((first, "For a reason."), (await next.AgainAsync(new ContinueRequest(begun), "a reason.")) is var on ? (on.VariantOf!.Value, on.Content) : default);
            Assert.Equal(first, (await next.AgainAsync(new RegenerateRequest(question), "Yes.")).VariantOf);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_place_takes_so_many_answers_and_says_so_in_words()
    {
        await using var scene = await AnswerScene.StartAsync();
        await scene.App.MakeAsync(scene.Ada, RoomRole.Moderator);
        var (question, first) = await scene.AskAsync("@AIBot why?", "Because.");
        await scene.App.Get<IMessageStore>().AppendAsync(
            [.. Enumerable.Range(1, Limits.MaxVariants - 1).Select(i => new NewMessage(new($"again-{i}"), General, first.Author, "Again.", first.CreatedAt, question) { VariantOf = first.Id })]);

        await scene.WhyNotAsync(new RegenerateRequest(first.Id), "answered 50 times");
        await scene.WhyNotAsync(new RegenerateRequest(question), "delete an answer that you do not need");

        await scene.Ada.DeleteAsync(new("again-3"));
        Assert.Equal(first.Id, (await scene.AgainAsync(new RegenerateRequest(first.Id), "For a reason.")).VariantOf);
        await scene.WhyNotAsync(new RegenerateRequest(first.Id), "answered 50 times");
    }

    [Fact]
    public async Task A_question_is_asked_in_so_many_wordings_and_the_refusal_says_so_in_words()
    {
        await using var scene = await AnswerScene.StartAsync();
        using var caller = new ApiCaller(scene.App, scene.Ada);
        var chat = new RoomId((string)(await caller.SendAsync(HttpMethod.Post, "/api/sessions")).Body["sessionId"]!);
        await scene.Ada.JoinAsync(chat.Value);
        var (question, answer) = await scene.AskAsync("Why?", "Because.", chat.Value);
        await scene.App.Get<IMessageStore>().AppendAsync(
            [.. Enumerable.Range(1, Limits.MaxVariants - 1).Select(i => new NewMessage(new($"other-{i}"), chat, scene.Ada.User, "Why so?", answer.CreatedAt) { VariantOf = question })]);

        await scene.WhyNotAsync(new ChatRequest(chat, "Why ever?", VariantOf: question), "50 wordings");

        await scene.Ada.DeleteAsync(new("other-3"));
        await scene.Ada.AskAsync<Ack>(new ChatRequest(chat, "Why ever?", VariantOf: question));
        (await scene.Model.NextAsync()).Finish();
    }
}
