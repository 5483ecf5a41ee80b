using System.Collections.Concurrent;
using Confab.Client.Rooms;
using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Messages;

/// <summary>Whatever people do to messages, and in whatever order: who was told of it knows what is there, and so does who comes back.</summary>
public class RandomWalkTests
{
    static readonly RoomId General = new("general");
    static readonly Author Bot = new(new("assistant:aibot"), "AIBot", AuthorKind.Assistant);
    static readonly string[] Emoji = ["👍", "🐍", "❤️"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_every_single_change_what_was_told_is_what_a_fresh_look_shows(int seed)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var watcher = await RoomWatcher.StartAsync(app);
        await using var walk = await Walk.StartAsync(app);
        var random = new Random(seed);

        for (var step = 0; step < 80; step++)
        {
            await walk.StepAsync(random, random.Next(3));
            await watcher.VerifyAsync();
        }
        Assert.True(walk.Changed > 40, $"only {walk.Changed} steps changed something");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Several_people_at_once_leave_those_who_watched_and_those_who_come_back_with_the_same(int seed)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var watcher = await RoomWatcher.StartAsync(app);
        await using var walk = await Walk.StartAsync(app);
        await using var back = await Returner.StartAsync(app);

        for (var round = 0; round < 5; round++)
        {
            var people = Enumerable.Range(0, 3).Select(person => Task.Run(async () =>
            {
                var random = new Random((seed * 100) + (round * 10) + person);
                for (var step = 0; step < 25; step++) await walk.StepAsync(random, person);
            })).ToList();
            while (!people.TrueForAll(p => p.IsCompleted)) await back.ComeBackAsync(app);
            await Task.WhenAll(people);
            await watcher.VerifyAsync();
            await back.ComeBackAsync(app);
            Assert.Equal(watcher.Told.Rev, back.Known.Rev);
            Assert.Equal(RoomWatcher.Shown(watcher.Told.Messages), RoomWatcher.Shown(back.Known.Messages));
        }
    }

    /// <summary>Three people and an assistant, who post, answer in threads, edit, delete, react and rate.</summary>
    sealed class Walk(ChatApplication app, TestSocket[] people) : IAsyncDisposable
    {
        readonly ConcurrentQueue<MessageId> _messages = new();
        int _changed;

        public int Changed => _changed;

        public static async Task<Walk> StartAsync(ChatApplication app) =>
            new(app, [await app.JoinAsync("ada"), await app.JoinAsync("ben"), await app.JoinAsync("ada lou")]);

        public async Task StepAsync(Random random, int person)
        {
            var who = people[person];
            var some = _messages.IsEmpty ? MessageId.New() : _messages.ElementAt(random.Next(_messages.Count));
            var emoji = Emoji[random.Next(Emoji.Length)];
            Request? request = random.Next(12) switch
            {
                0 or 1 => new ChatRequest(General, $"m{random.Next(100)} @ada lou", MessageId.New()),
                2 or 3 => new ChatRequest(General, $"t{random.Next(100)}", MessageId.New(), ThreadId: some),
                4 or 5 => new EditMessageRequest(some, $"e{random.Next(3)} @ben"),
                6 => new DeleteMessageRequest(some),
                7 or 8 => new ReactRequest(some, emoji, On: random.Next(3) > 0),
                9 => new FeedbackRequest(some, (Rating)random.Next(2)),
                10 => new ClearRequest(General),
                _ => null,
            };
            if (request is null) await AnswerAsync(random, some);
            else if (await who.AskAsync<ServerFrame>(request) is Ack ack) Remember(ack.MessageId, request is ChatRequest);
        }

        async Task AnswerAsync(Random random, MessageId some)
        {
            var answer = new NewMessage(MessageId.New(), General, Bot, $"a{random.Next(100)} @ben", DateTimeOffset.UnixEpoch) { ThreadId = random.Next(2) == 0 ? some : null };
            if ((await app.Get<AppendLoop>().AppendAsync(answer)).Message is { } said) Remember(said.Id, isNew: true);
        }

        void Remember(MessageId id, bool isNew)
        {
            Interlocked.Increment(ref _changed);
            if (isNew) _messages.Enqueue(id);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var person in people) await person.DisposeAsync();
        }
    }

    /// <summary>Comes back again and again with the last rev, and hears nothing in between.</summary>
    sealed class Returner(TestSocket first) : IAsyncDisposable
    {
        public RoomState Known { get; } = new(General);

        public static async Task<Returner> StartAsync(ChatApplication app)
        {
            var returner = new Returner(await app.OpenAsync());
            await returner.HelloAsync();
            return returner;
        }

        public async Task ComeBackAsync(ChatApplication app)
        {
            await using var socket = await app.OpenAsync();
            await socket.HelloAsync(token: first.Welcome!.Token);
            do
            {
                long? after = Known.Room is null ? null : Known.Rev;
                Known.Enter(await socket.JoinAsync(after: after), after);
            }
            while (Known.NeedsRejoin);
        }

        Task<Connected> HelloAsync() => first.HelloAsync("returner");

        public ValueTask DisposeAsync() => first.DisposeAsync();
    }
}
