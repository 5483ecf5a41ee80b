using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Leaks;

/// <summary>Where a text came out of the server.</summary>
enum Surface { Prompt, Event, Suggestions, MemoryNews, RoomNews, Search, Memories, Export, Rooms, History, Files, WhatItSaw, Refusal }

/// <param name="What">Which secret, whose it is, and who was shown it.</param>
sealed record Leak(Surface Surface, string What);

/// <summary>
/// People with open sockets, rooms of every kind, and secrets, all by a seed, in a running server whose model says again whatever it is
/// shown. Something happens; then everything that was asked of the model, every frame on every socket, and what one reader gets to see is
/// held against what they may.
/// </summary>
sealed partial class ServerLeakWorld(ServerLeakScene scene, int seed) : IAsyncDisposable
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly Random _random = new(seed);
    readonly Secrets _secrets = new(seed);
    readonly List<Resident> _people = [];
    readonly List<Place> _rooms = [];
    readonly List<Kept> _memories = [];
    readonly List<(MessageId Id, Place Room, Dictionary<string, List<Home>> Saw)> _answers = [];
    readonly List<(string Id, Said Sent)> _files = [];
    readonly HashSet<Home> _takenBack = [];
    readonly List<Leak> _leaks = [];
    string _doing = "";

    // Whoever lost or took back something last looks for it again and again.
    (Resident Who, Place Where)? _loser;

    /// <summary>How often somebody was shown something of their own world, by where.</summary>
    public Dictionary<Surface, int> Shown { get; } = [];

    /// <summary>What the model was asked for.</summary>
    public HashSet<Asking> Asked { get; } = [];

    /// <summary>How many texts were looked through.</summary>
    public int Cases { get; private set; }

    sealed record Resident(TestSocket Socket, ApiCaller Api)
    {
        public UserId Id => Socket.User.Id;
    }

    public static async Task<ServerLeakWorld> MakeAsync(ServerLeakScene scene, int seed)
    {
        var world = new ServerLeakWorld(scene, seed);
        await world.PopulateAsync();
        return world;
    }

    /// <summary>Something happens, and everybody looks: what was shown that may not be.</summary>
    public async Task<IReadOnlyList<Leak>> StepAsync()
    {
        _leaks.Clear();
        var before = _people.ToDictionary(p => p.Id, p => _secrets.SeenBy(p.Id));
        var place = await HappenAsync();
        await scene.SettledAsync(_doing);
        var asked = scene.Model.TakeAsked();
        var saw = JudgePrompts(asked, place);
        if (place is { IsGone: false }) await ReadAnswersAsync(place, saw, hasTitle: asked.Any(a => a.Kind == Asking.Title));
        foreach (var person in _people) await HearAsync(person, before[person.Id]);
        var (reader, where) = _loser is { } loser && _random.Next(2) == 0 ? loser : (Pick(_people), Pick(_rooms));
        await LookAsync(reader, where);
        return [.. _leaks.Select(leak => leak with { What = $"{leak.What}, after: {_doing}" })];
    }

    /// <summary>Only one thing happens at a time: whatever the model was asked, it was for this room. Which secrets it was rightly shown, and from where.</summary>
    Dictionary<string, List<Home>> JudgePrompts(IReadOnlyList<AskedOfModel> asked, Place? place)
    {
        var saw = new Dictionary<string, List<Home>>();
        foreach (var one in asked)
        {
            Cases++;
            Asked.Add(one.Kind);
            // What one assistant was rightly shown it may have said to the next, whom it asked.
            foreach (var word in one.Words.Where(word => _secrets.In(word).Any() && !saw.ContainsKey(word)))
                if (place is not null && _secrets.MayBeTold(word, place, AssistantOf(one))) saw.Add(word, [.. _secrets.LiveHomes(word).Where(home => home is not ShownTo)]);
                else _leaks.Add(new(Surface.Prompt, $"a prompt for {one.Kind} in {place} shows {_secrets.Of(word)}"));
        }
        foreach (var (word, homes) in saw) _secrets.Put(word, new ShownTo(place!, homes));
        Shown[Surface.Prompt] = Shown.GetValueOrDefault(Surface.Prompt) + saw.Count;
        return saw;
    }

    /// <summary>Whose documents and memories may be in it; null where it is made of what was said.</summary>
    static UserId? AssistantOf(AskedOfModel asked) => asked.Kind is Asking.Summary or Asking.Thought
        ? null
        : ServerLeakScene.Experts.FirstOrDefault(expert => asked.System.Contains($"You know the papers of {expert}.", StringComparison.Ordinal)) is { Value: not null } expert ? expert : Memory.MemoryScene.Bot;

    /// <summary>What an answer says again stands in the room from now on, and what it saw can be looked at.</summary>
    async Task ReadAnswersAsync(Place place, Dictionary<string, List<Home>> saw, bool hasTitle)
    {
        foreach (var message in (await scene.Messages.ReadNextAsync(place.Id, place.Seq, Limits.MaxPage, None)).Messages)
        {
            place.Seq = message.Seq;
            if (message.Author.Kind != AuthorKind.Assistant) continue;
            var said = new Said(place, message.Id, message.Author.Id);
            place.Messages.Add(said);
            foreach (var word in _secrets.In(Text(new MessageEvent(message))).Where(saw.ContainsKey)) _secrets.Put(word, said);
            _answers.Add((message.Id, place, saw));
        }
        if (hasTitle)
            foreach (var word in saw.Keys) _secrets.Put(word, new Named(place));
    }

    void Judge(Surface surface, Resident reader, string text, Func<string, bool>? also = null, bool namesRooms = false)
    {
        Cases++;
        foreach (var word in _secrets.In(text))
            if (surface is Surface.Memories or Surface.Export ? _secrets.MayRemember(word, reader.Id) : _secrets.MaySee(word, reader.Id) || also?.Invoke(word) == true) Shown[surface] = Shown.GetValueOrDefault(surface) + 1;
            else _leaks.Add(new(surface, $"{reader.Socket.User.Name} {reader.Id} is shown {_secrets.Of(word)} in: {Around(text, word)}"));
        if (!namesRooms)
            foreach (var room in _rooms.Where(r => !r.KnownTo.Contains(reader.Id) && text.Contains(r.Id.Value, StringComparison.Ordinal)))
                _leaks.Add(new(surface, $"{reader.Socket.User.Name} {reader.Id} is told that {room} is there: {Around(text, room.Id.Value)}"));
    }

    static string Around(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.Ordinal);
        return text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 200)];
    }

    T Pick<T>(IReadOnlyList<T> all) => all.Count == 0 ? default! : all[_random.Next(all.Count)];

    Resident Of(UserId person) => _people.First(p => p.Id == person);

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.Socket.DisposeAsync();
            person.Api.Dispose();
        }
    }
}
