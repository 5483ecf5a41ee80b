using Confab.Protocol;
using Confab.Server;
using Confab.Server.Suggestions;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Suggestions;

public class SuggestionTests
{
    const string Good = """{"suggestions":["Why?","Show me","How much is it?"]}""";

    static readonly string[] GoodItems = ["Why?", "Show me", "How much is it?"];

    readonly ScriptedModel _model = new();

    [Fact]
    public async Task After_an_answer_the_room_is_told_what_one_might_say_next_and_nobody_else_is()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var eve = await app.JoinAsync("eve", "den", create: true);
        var answer = await AnswerAsync(ada);

        var thinking = await _model.NextAsync();
        foreach (var socket in new[] { ada, ben })
            Assert.DoesNotContain(await socket.EverythingSoFarAsync(), f => f is SuggestionsEvent);
        thinking.Say("""{"suggestions":[" Why?\n","Show\u0007\u202e me","why?","","How much is it?","4","5","6"]}""").Finish();

        foreach (var socket in new[] { ada, ben })
        {
            var told = await socket.NextAsync<SuggestionsEvent>();
            Assert.Equal((answer.RoomId, answer.Id), (told.RoomId, told.MessageId));
            Assert.Equal(["Why?", "Show me", "How much is it?", "4", "5"], told.Items);
        }
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is SuggestionsEvent);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is SuggestionsEvent);
    }

    [Fact]
    public async Task The_model_is_shown_what_it_saw_for_the_answer_and_the_answer_and_held_to_JSON()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await _model.NextAsync();
        speech.Say("hi").Finish();

        var thinking = await _model.NextAsync();

        Assert.Equal([.. speech.Prompt.Select(m => m.Text), "hi"], thinking.Prompt.SkipLast(1).Select(m => m.Text));
        Assert.Equal([ChatRole.Assistant, ChatRole.User], thinking.Prompt.TakeLast(2).Select(m => m.Role));
        Assert.NotNull(Assert.IsType<ChatResponseFormatJson>(thinking.Options!.ResponseFormat).Schema);
        Assert.InRange(thinking.Options.MaxOutputTokens!.Value, 1, 256);
    }

    [Fact]
    public async Task Where_all_of_that_does_not_fit_it_is_shown_the_last_exchange_and_where_that_does_not_nothing_is_suggested()
    {
        await using var app = await StartAsync(contextLength: 520);
        await using var ada = await app.JoinAsync("ada");
        await AnswerAsync(ada, string.Join(' ', Enumerable.Repeat("old", 180)));
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has given up");
        await ada.ChatAsync("@AIBot hello");
        var speech = await _model.NextAsync();
        Assert.Contains("old", speech.Prompt[1].Text, StringComparison.Ordinal);
        speech.Say("hi").Finish();

        var thinking = await _model.NextAsync();

        Assert.Equal([speech.Prompt[0].Text, "ada: hello", "hi"], thinking.Prompt.SkipLast(1).Select(m => m.Text));
    }

    [Fact]
    public async Task Who_comes_later_sees_them_until_the_next_message()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var answer = await AnswerAsync(ada);
        (await _model.NextAsync()).Say(Good).Finish();
        await ada.NextAsync<SuggestionsEvent>();

        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");
        var joined = await ben.JoinAsync();
        Assert.Equal(answer.Id, joined.Suggestions!.MessageId);
        Assert.Equal(GoodItems, joined.Suggestions.Items);
        Assert.Equal(GoodItems, (await ben.JoinAsync(after: joined.Rev)).Suggestions!.Items);

        await ada.ChatAsync("thank you");
        Assert.Null((await ben.JoinAsync()).Suggestions);
        Assert.Null((await ben.JoinAsync(after: joined.Rev)).Suggestions);
    }

    [Fact]
    public async Task A_reaction_and_what_is_said_in_a_thread_leave_them_and_a_message_that_is_deleted_takes_them_along()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var answer = await AnswerAsync(ada);
        (await _model.NextAsync()).Say(Good).Finish();
        await ada.NextAsync<SuggestionsEvent>();

        await ada.AskAsync<Ack>(new ReactRequest(answer.Id, "👍", On: true));
        await ada.ReplyAsync(answer.Id, "beside the room");
        Assert.Equal(GoodItems, (await ada.JoinAsync()).Suggestions?.Items);
        await ada.AskAsync<Ack>(new DeleteMessageRequest(answer.ParentId!.Value));

        Assert.Null((await ada.JoinAsync()).Suggestions);
    }

    [Fact]
    public async Task A_message_that_is_edited_takes_them_along_and_who_comes_then_is_not_shown_what_it_said()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var secret = await ada.ChatAsync("my pin is 1234");
        await AnswerAsync(ada);
        (await _model.NextAsync()).Say("""{"suggestions":["Is it 1234?","Why?","Show me"]}""").Finish();
        await ada.NextAsync<SuggestionsEvent>();

        await ada.EditAsync(secret.MessageId, "never mind");

        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");
        Assert.Null((await ben.JoinAsync()).Suggestions);
        await AnswerAsync(ada);
        (await _model.NextAsync()).Say(Good).Finish();
        await ada.NextAsync<SuggestionsEvent>();
        await ada.ReactAsync(secret.MessageId, "👍");
        Assert.Equal(GoodItems, (await ada.JoinAsync()).Suggestions?.Items);
    }

    [Fact]
    public async Task A_room_that_is_deleted_takes_them_along_also_where_another_gets_its_name()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada", "den", create: true);
        var answer = await AnswerAsync(ada, room: "den");
        (await _model.NextAsync()).Say(Good).Finish();
        await ada.NextAsync<SuggestionsEvent>();
        var board = app.Get<SuggestionBoard>();
        Assert.NotNull(board.In(answer.RoomId, []));

        await ada.AskAsync<Ok>(new DeleteRoomRequest(answer.RoomId));

        Assert.Null(board.In(answer.RoomId, []));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"suggestions":null}""")]
    [InlineData("""{"suggestions":"Why?"}""")]
    [InlineData("""{"suggestions":["Why?",null," ","why?","Show me"]}""")]
    [InlineData(null)]
    public async Task A_bad_result_is_none_and_the_next_answer_has_its_own(string? written)
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await AnswerAsync(ada);
        var thinking = await _model.NextAsync();

        if (written is null) thinking.Fail(new InvalidOperationException("broken"));
        else thinking.Say(written).Finish();

        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has given up");
        Assert.Null((await ada.JoinAsync()).Suggestions);
        var next = await AnswerAsync(ada);
        (await _model.NextAsync()).Say(Good).Finish();
        Assert.Equal(next.Id, (await ada.NextAsync<SuggestionsEvent>()).MessageId);
    }

    [Fact]
    public async Task The_next_message_takes_away_what_is_in_the_making()
    {
        await using var app = await StartAsync(slots: 2);
        await using var ada = await app.JoinAsync("ada");
        await AnswerAsync(ada);
        var thinking = await _model.NextAsync();

        await ada.ChatAsync("thank you");

        await thinking.Ended;
        thinking.Say(Good).Finish();
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has ended");
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is SuggestionsEvent);
    }

    [Fact]
    public async Task A_question_that_waits_is_answered_first()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben", "den", create: true);
        await ada.ChatAsync("@AIBot first");
        var first = await _model.NextAsync();
        await ben.ChatAsync("@AIBot second", "den");
        await ben.NextAsync<StreamQueued>();

        first.Say("1").Finish();

        var second = await _model.NextAsync();
        Assert.Null(second.Options!.ResponseFormat);
        Assert.Equal("ben: second", second.Prompt[^1].Text);
        await ada.NextAsync<MessageEvent>(m => m.Message.Content == "1");
        second.Say("2").Finish();
        await ben.NextAsync<MessageEvent>(m => m.Message.Content == "2");
        (await _model.NextAsync()).Say(Good).Finish();
        await ada.NextAsync<SuggestionsEvent>();
        (await _model.NextAsync()).Say(Good).Finish();
        await ben.NextAsync<SuggestionsEvent>();
    }

    [Fact]
    public async Task A_question_that_comes_meanwhile_takes_the_models_only_slot()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben", "den", create: true);
        await AnswerAsync(ada);
        var thinking = await _model.NextAsync();

        await ben.ChatAsync("@AIBot second", "den");

        await thinking.Ended;
        Assert.Equal("ben: second", (await _model.NextAsync()).Prompt[^1].Text);
    }

    [Fact]
    public async Task While_another_answer_is_under_way_in_the_room_nothing_is_suggested_after_the_first()
    {
        await using var app = await StartAsync(slots: 3);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot first");
        var first = await _model.NextAsync();
        await ada.ChatAsync("@AIBot second");
        var second = await _model.NextAsync();

        first.Say("1").Finish();
        await ada.NextAsync<MessageEvent>(m => m.Message.Content == "1");
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has given up");
        second.Say("2").Finish();
        var newest = (await ada.NextAsync<MessageEvent>(m => m.Message.Content == "2")).Message;

        (await _model.NextAsync()).Say(Good).Finish();
        Assert.Equal(newest.Id, (await ada.NextAsync<SuggestionsEvent>()).MessageId);
    }

    [Fact]
    public async Task A_room_that_nobody_listens_to_costs_nothing()
    {
        await using var app = await StartAsync();
        await using var ben = await app.JoinAsync("ben", "den", create: true);
        var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await _model.NextAsync();
        await ada.DisposeAsync();
        await TestTime.UntilAsync(() => app.Connections == 1, "ada is gone");

        speech.Say("hi").Finish();
        await TestTime.UntilAsync(() => app.Get<Server.Replies.RunningReplies>().All.All(r => r.Reply is null), "the answer is stored");
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has given up");

        await ben.ChatAsync("@AIBot next", "den");
        Assert.Equal("ben: next", (await _model.NextAsync()).Prompt[^1].Text);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Switched_off_or_with_a_model_that_knows_no_JSON_there_are_none(bool isOn, bool writesJson)
    {
        await using var app = await StartAsync(writesJson: writesJson, configure: o => o with { Suggestions = new() { IsOn = isOn } });
        await using var ada = await app.JoinAsync("ada");
        await AnswerAsync(ada);
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has given up");

        await ada.ChatAsync("@AIBot again");

        Assert.Equal("ada: again", (await _model.NextAsync()).Prompt[^1].Text);
    }

    [Fact]
    public async Task A_model_that_takes_too_long_is_left()
    {
        var time = new FakeTime();
        await using var app = await StartAsync(configure: o => o with
        {
            Clock = time,
            Replies = new() { Gather = TimeSpan.Zero },
            Sockets = o.Sockets with { Heartbeat = TimeSpan.FromDays(1) },
        });
        await using var ada = await app.JoinAsync("ada");
        await AnswerAsync(ada);
        var thinking = (await _model.NextAsync()).Say("well …");

        time.Advance(TimeSpan.FromMinutes(2));

        await thinking.Ended;
    }

    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_them()
    {
        var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await AnswerAsync(ada);
        var thinking = await _model.NextAsync();

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        await thinking.Ended;
        await app.DisposeAsync();
    }

    [Fact]
    public async Task The_built_in_agent_suggests_questions_that_it_can_answer()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        await ada.ChatAsync("@AIBot what is a database?");

        var told = await ada.NextAsync<SuggestionsEvent>();
        Assert.Contains("How does async code wait without blocking?", told.Items);
        Assert.Equal(told.Items, (await ada.JoinAsync()).Suggestions!.Items);
    }

    Task<ChatApplication> StartAsync(int slots = 1, int contextLength = 4096, bool writesJson = true, Func<ServerOptions, ServerOptions>? configure = null) =>
        ChatApplication.StartAsync(o => (configure?.Invoke(o) ?? o) with { Models = [ScriptedModel.As("scripted", _model, slots, contextLength, writesJson)] });

    async Task<Message> AnswerAsync(TestSocket socket, string question = "hello", string room = "general")
    {
        await socket.ChatAsync($"@AIBot {question}", room);
        (await _model.NextAsync()).Say("hi").Finish();
        return (await socket.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
    }
}
