using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Replies;
using Confab.Tests.Assistants;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

/// <summary>When assistants answer in rooms of several people and several assistants.</summary>
public class MannersTests
{
    [Fact]
    public async Task An_assistant_may_be_quieter_than_its_room_and_never_louder()
    {
        await using var scene = await Scene.StartAsync(AssistantMode.All, ("shy", "mode: mention"), ("loud", "mode: all"), ("mute", "mode: off"));

        Assert.Equal(["loud"], await scene.AskedAsync("good morning"));
        Assert.Equal(["shy"], await scene.AskedAsync("@shy good morning"));
        Assert.Equal([], await scene.AskedAsync("@mute good morning"));
        await scene.Ada.DoAsync(new UpdateRoomRequest(scene.Room, AssistantMode: AssistantMode.Mention));
        Assert.Equal([], await scene.AskedAsync("good morning"));
    }

    [Fact]
    public async Task A_question_to_nobody_has_one_answer_by_whose_subject_it_is()
    {
        await using var scene = await Scene.StartAsync(AssistantMode.Smart, ("general", "mode: smart"), ("coder", "triggers: [code review]"));

        Assert.Equal(["general"], await scene.AskedAsync("how are you?"));
        Assert.Equal(["coder"], await scene.AskedAsync("a code review, please"));
        Assert.Equal([], await scene.AskedAsync("code reviewers are people"));
        Assert.Equal(["coder", "general"], await scene.AskedAsync("@coder and @general, hello"));
    }

    [Fact]
    public async Task What_is_for_people_is_left_to_them()
    {
        await using var scene = await Scene.StartAsync(AssistantMode.Smart, ("bot", "mode: smart"));
        var bens = (await scene.Ben.ChatAsync("I have tea", scene.Room.Value)).MessageId;

        Assert.Equal([], await scene.AskedAsync("@ben how do you do?"));
        Assert.Equal([], await scene.AskedAsync("how old is it?", parent: bens));
        Assert.Equal([], await scene.AskedAsync("how old is it?", thread: bens));
        Assert.Equal(["bot"], await scene.AskedAsync("how old is tea?"));
        Assert.Equal(["bot"], await scene.AskedAsync("@bot how old is it?", parent: bens));
    }

    [Fact]
    public async Task Once_addressed_in_a_thread_it_goes_on_answering_there_until_that_falls_idle()
    {
        var time = new FakeTime();
        await using var scene = await Scene.StartAsync(AssistantMode.Mention, time, ("bot", "mode: smart"));
        var root = (await scene.Ben.ChatAsync("I have tea", scene.Room.Value)).MessageId;

        Assert.Equal([], await scene.AskedAsync("good", thread: root));
        Assert.Equal(["bot"], await scene.AskedAsync("@bot is it good?", thread: root));
        Assert.Equal(["bot"], await scene.AskedAsync("go on", thread: root));
        Assert.Equal([], await scene.AskedAsync("@ben your tea", thread: root));
        Assert.Equal([], await scene.AskedAsync("go on"));
        time.Advance(FollowedThreads.Idle - TimeSpan.FromSeconds(1));
        Assert.Equal(["bot"], await scene.AskedAsync("still there", thread: root));
        time.Advance(FollowedThreads.Idle);
        Assert.Equal([], await scene.AskedAsync("and now", thread: root));
    }

    [Fact]
    public async Task Two_people_among_themselves_are_left_alone_until_they_ask_or_want_more()
    {
        await using var scene = await Scene.StartAsync(AssistantMode.Mention, ("bot", "mode: all"));
        var direct = (await scene.Ada.AskAsync<RoomCreated>(new OpenDirectRequest(scene.Ben.User.Id))).Room.Id;
        await scene.Ada.DoAsync(new InviteRequest(direct, new("assistant:bot")));
        scene.Room = direct;

        Assert.Equal([], await scene.AskedAsync("@bot hello?"));
        await scene.Ben.DoAsync(new UpdateRoomRequest(direct, AssistantMode: AssistantMode.Smart));
        Assert.Equal([], await scene.AskedAsync("how are you?"));
        Assert.Equal(["bot"], await scene.AskedAsync("@bot how are you?"));
    }

    [Fact]
    public async Task Assistants_ask_each_other_a_bounded_number_of_times_and_the_person_stays_the_asker()
    {
        await using var scene = await Scene.StartAsync(AssistantMode.Mention, ("one", "mode: mention"), ("two", "mode: all"));

        var asked = await scene.Ada.ChatAsync("@one ask two", scene.Room.Value);
        var authors = new List<string>();
        var (parents, last) = (new List<MessageId?>(), default(MessageId));
        for (var i = 0; i <= ReplyTrigger.MostHops; i++)
        {
            (await scene.Model.NextAsync()).Say(i % 2 == 0 ? "@two and you?" : "@one and you?").Finish();
            var said = (await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
            authors.Add(said.Author.Name);
            parents.Add(said.ParentId);
            last = said.Id;
            if (i == 0) Assert.Equal(asked.MessageId, said.ParentId);
        }

        Assert.Equal(["one", "two", "one", "two"], authors);
        Assert.Equal(4, parents.Distinct().Count());
        Assert.DoesNotContain(await scene.Ada.EverythingSoFarAsync(), f => f is StreamStart start && start.ParentId == last);
        // A person's word counts from the beginning.
        Assert.Equal(["one"], await scene.AskedAsync("@one again"));
    }

    [Theory]
    [InlineData("@one ask them all", 1)]
    [InlineData("@one and @two ask them all", 2)]
    [InlineData("@one @two @three @four ask one another", 4)]
    public async Task However_many_a_person_and_the_answers_name_assistants_ask_one_another_three_times_in_all(string question, int named)
    {
        await using var scene = await Scene.StartAsync(AssistantMode.Mention, ("one", ""), ("two", ""), ("three", ""), ("four", ""));
        using var over = new CancellationTokenSource();
        var (answers, running) = (0, scene.App.Get<RunningReplies>());
        var answering = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var speech = await scene.Model.NextAsync();
                answers++;
                speech.Say("@one @two @three @four, what do you say?").Finish();
            }
        });

        await scene.Ada.ChatAsync(question, scene.Room.Value);

        await TestTime.UntilAsync(() => answers > 0 && !running.All.Any(), "nobody answers any more");
        Assert.Equal(named + ReplyTrigger.MostHops, answers);
        await over.CancelAsync();
        _ = answering.ContinueWith(t => t.Exception, TaskScheduler.Default);
    }

    [Fact]
    public async Task An_answer_that_was_stopped_or_names_itself_asks_nobody()
    {
        await using var scene = await Scene.StartAsync(AssistantMode.Mention, ("one", "mode: mention"), ("two", "mode: all"));

        await scene.Ada.ChatAsync("@one hello", scene.Room.Value);
        (await scene.Model.NextAsync()).Say("@two, said").Fail(new IOException("cut"));
        await scene.Ada.NextAsync<MessageEvent>(m => m.Message.Author.Name == "one");
        Assert.Equal(["one"], await scene.AskedAsync("@one hello", answer: "I am @one"));

        Assert.Equal(["two"], await scene.AskedAsync("@two hello"));
    }

    sealed class Scene : IAsyncDisposable
    {
        required public ChatApplication App { get; init; }
        required public ScriptedModel Model { get; init; }
        required public TestSocket Ada { get; init; }
        required public TestSocket Ben { get; init; }
        public RoomId Room { get; set; }

        public static Task<Scene> StartAsync(AssistantMode mode, params (string Handle, string Fields)[] assistants) => StartAsync(mode, null, assistants);

        public static async Task<Scene> StartAsync(AssistantMode mode, FakeTime? time, params (string Handle, string Fields)[] assistants)
        {
            var model = new ScriptedModel();
            var app = await ChatApplication.StartAsync(model, o => time is null
                ? o
                : o with { Clock = time, Sockets = o.Sockets with { Heartbeat = TimeSpan.FromDays(1), Sync = TimeSpan.FromDays(1) }, Replies = o.Replies with { Gather = TimeSpan.Zero } });
            foreach (var (handle, fields) in assistants) new OperatorFiles(app).Write(handle + ".md", $"name: {handle}\n{fields}", "Be.");
            var (ada, ben) = (await app.PersonAsync("ada"), await app.PersonAsync("ben"));
            var scene = new Scene { App = app, Model = model, Ada = ada, Ben = ben, Room = await ada.MakeRoomAsync() };
            await ada.BringAsync(scene.Room, ben);
            await ada.DoAsync(new UpdateRoomRequest(scene.Room, AssistantMode: mode));
            await ada.DoAsync(new RemoveMemberRequest(scene.Room, AssistantList.Default));
            foreach (var (handle, _) in assistants) await ada.DoAsync(new InviteRequest(scene.Room, new("assistant:" + handle)));
            return scene;
        }

        /// <summary>Says something, lets whoever is asked answer, and returns their names.</summary>
        public async Task<IEnumerable<string>> AskedAsync(string content, MessageId? parent = null, MessageId? thread = null, string answer = "Yes.")
        {
            var ack = await Ada.AskAsync<Ack>(new ChatRequest(Room, content, ParentId: parent, ThreadId: thread));
            var asked = App.Get<RunningReplies>().All.Where(r => r.Reply!.ParentId == ack.MessageId).Select(r => r.Reply!.Author.Name).Order(StringComparer.Ordinal).ToList();
            foreach (var _ in asked) (await Model.NextAsync()).Say(answer).Finish();
            foreach (var name in asked) await Ada.NextAsync<MessageEvent>(m => m.Message.ParentId == ack.MessageId && m.Message.Author.Name == name);
            return asked;
        }

        public async ValueTask DisposeAsync()
        {
            await Ada.DisposeAsync();
            await Ben.DisposeAsync();
            await App.DisposeAsync();
        }
    }
}
