using System.Text.RegularExpressions;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Files;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Microsoft.Extensions.AI;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Replies.Prompts;

/// <summary>
/// People, rooms of every kind, threads, files, memories and summaries, all by a seed, each with a word that is nowhere else; and what
/// happens to them while questions wait. Which words an answer may be made of is kept here a second time, in plain sets.
/// </summary>
sealed partial class PromptLeakWorld(PromptLeakWorld.Parts parts, int seed)
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly Random _random = new(seed);
    readonly List<Author> _people = [];
    readonly Dictionary<RoomId, Place> _rooms = [];
    readonly Dictionary<string, Said> _said = [];
    readonly Dictionary<string, StoredMemory> _kept = [];
    readonly Dictionary<string, Said> _files = [];
    readonly HashSet<RoomId> _gone = [];
    readonly List<(MessageId Answer, Dictionary<string, MemoryScope> Memories)> _answers = [];
    int _words;

    /// <summary>What a prompt is made by.</summary>
    public sealed record Parts(
        SqliteDatabase Database, IMessageStore Messages, IRoomStore Rooms, IMemoryStore Memories, ISummaryStore Summaries, IPromptStore Prompts,
        FileFolder Folder, PromptBuilder Builder, KeepPrompt Keep, Model Model, Assistant Assistant);

    public static async Task<PromptLeakWorld> MakeAsync(Parts parts, int seed)
    {
        var world = new PromptLeakWorld(parts, seed);
        await world.PopulateAsync();
        for (var i = 0; i < 30; i++) await world.SayAsync();
        for (var i = 0; i < 8; i++) await world.RememberAsync();
        for (var i = 0; i < 4; i++) await world.SendFileAsync();
        for (var i = 0; i < 4; i++) await world.SummariseAsync();
        return world;
    }

    /// <summary>Something happens, then a question that may be an old one is answered: what was shown that may not be, and how much was shown at all.</summary>
    public async Task<(IReadOnlyList<string> Leaks, int Shown)> AskAsync()
    {
        await HappenAsync();
        var asked = Pick(_said.Values.Where(s => !s.IsGone && !_gone.Contains(s.Room) && s.Message.Author.Kind == AuthorKind.User).ToList());
        if (asked is null) return ([], 0);
        var asker = Pick(_people).Id;
        var draft = new ReplyDraft(MessageId.New(), asked.Room, parts.Assistant.Author, asked.Message.Id, "", null, Noon, asked.Message.ThreadId);
        var prompt = await parts.Builder.BuildAsync(parts.Model, parts.Assistant, draft, asker, ReplyWishes.None, None);

        var shown = WordsOf(string.Join('\n', prompt.Messages.Select(m => m.Text))).ToList();
        var leaks = shown.Where(word => !MayBeShown(word, asked, asker)).Select(word => $"prompt in {asked.Room} shows {Of(word)}").ToList();
        foreach (var tool in prompt.Tools.Where(t => t.Function.Name is "search_room" or "read_file"))
        {
            var found = await UseAsync(tool.Function);
            leaks.AddRange(found.Where(word => !MayBeFound(word, asked.Room, asker)).Select(word => $"{tool.Function.Name} in {asked.Room} finds {Of(word)}"));
            shown.AddRange(found);
        }
        await KeepAsync(draft, prompt, shown);
        leaks.AddRange(await LookBackAsync());
        return (leaks, shown.Count);
    }

    bool MayBeShown(string word, Said asked, UserId asker)
    {
        if (_kept.TryGetValue(word, out var memory)) return MayBeRecalled(memory, asked.Room, asker);
        if (_files.TryGetValue(word, out var file)) return IsInContext(file, asked);
        return _said.TryGetValue(word, out var said) && IsInContext(said, asked);
    }

    /// <summary>Of the same room, and of the same conversation in it; above the line from which assistants begin anew only the question itself.</summary>
    bool IsInContext(Said said, Said asked) =>
        !said.IsGone && said.Room == asked.Room && said.Message.Seq <= asked.Message.Seq
        && (said == asked || (said.Message.Seq > _rooms[said.Room].Line && (said.Message.ThreadId == asked.Message.ThreadId || said.Message.Id == asked.Message.ThreadId)));

    /// <summary>By a tool: whatever the room's readers may read, of the time since assistants began anew, while the asker may read it too.</summary>
    bool MayBeFound(string word, RoomId room, UserId asker)
    {
        var said = _said.GetValueOrDefault(word) ?? _files.GetValueOrDefault(word);
        return said is { IsGone: false } && said.Room == room && said.Message.Seq > _rooms[room].Line && (_files.ContainsKey(word) || _rooms[room].Members.Contains(asker));
    }

    bool MayBeRecalled(StoredMemory memory, RoomId room, UserId asker)
    {
        var here = _rooms[room];
        return memory.Scope switch
        {
            MemoryScope.Private => here.Kind != RoomKind.Group && here.Members.SetEquals([memory.About!.Value]),
            MemoryScope.User => here.Members.Contains(memory.About!.Value),
            _ => !_gone.Contains(memory.Room!.Value) && (memory.Room == room || (here.Kind != RoomKind.Group && here.Members.All(_rooms[memory.Room.Value].Members.Contains))),
        };
    }

    async Task<List<string>> UseAsync(AIFunction tool)
    {
        var found = new List<string>();
        var arguments = tool.Name == "read_file" ? _files.Keys.Select(word => ("name", $"{word}.txt")).ToList() : [("words", "told")];
        foreach (var (name, value) in arguments)
            if (await TryAsync(tool, name, value) is { } said) found.AddRange(WordsOf(said));
        return found;
    }

    static async Task<string?> TryAsync(AIFunction tool, string name, string value)
    {
        try
        {
            return (string?)await tool.InvokeAsync(new AIFunctionArguments { [name] = value });
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    async Task KeepAsync(ReplyDraft draft, Prompt prompt, List<string> shown)
    {
        if (_random.Next(2) == 0) return;
        var answer = new NewMessage(draft.MessageId, draft.RoomId, draft.Author, "an answer", Noon, draft.ParentId) { ThreadId = draft.ThreadId };
        if ((await parts.Messages.AppendAsync([answer]))[0].Message is not { } stored) return;
        await parts.Keep.SaveAsync(stored, parts.Model, prompt);
        _answers.Add((stored.Id, shown.Where(_kept.ContainsKey).Distinct().ToDictionary(word => word, word => _kept[word].Scope)));
    }

    /// <summary>What is told of an earlier answer: nothing that was taken back since.</summary>
    async Task<IEnumerable<string>> LookBackAsync()
    {
        if (_answers.Count == 0) return [];
        var (answer, memories) = Pick(_answers);
        if (await parts.Prompts.FindAsync(answer, None) is not { } saw) return [];
        return WordsOf(string.Join('\n', saw.Parts.Select(p => $"{p.Title} {p.Content}"))).Where(word => !MayBeSeenStill(word, memories)).Select(word => $"what {answer} saw still shows {Of(word)}");
    }

    bool MayBeSeenStill(string word, Dictionary<string, MemoryScope> memories) => _kept.TryGetValue(word, out var memory)
        ? memories.GetValueOrDefault(word) == memory.Scope
        : (_said.GetValueOrDefault(word) ?? _files.GetValueOrDefault(word)) is { IsGone: false };

    string Of(string word) => _kept.TryGetValue(word, out var memory) ? $"{word}, remembered as {memory.Scope} of {memory.About}"
        : (_said.GetValueOrDefault(word) ?? _files.GetValueOrDefault(word)) is { } said ? $"{word}, said in {said.Room} at {said.Message.Seq} (thread {said.Message.ThreadId}, gone: {said.IsGone}, line {_rooms[said.Room].Line})"
        : $"{word}, taken back";

    IEnumerable<string> WordsOf(string text) => Secrets().Matches(text).Select(m => m.Value).Where(word => word.StartsWith($"s{seed}x", StringComparison.Ordinal));

    string NewWord() => $"s{seed}x{_words++}";

    T Pick<T>(List<T> all) => all.Count == 0 ? default! : all[_random.Next(all.Count)];

    [GeneratedRegex(@"s\d+x\d+")]
    private static partial Regex Secrets();

    sealed class Place(RoomKind kind, params UserId[] members)
    {
        public RoomKind Kind => kind;
        public HashSet<UserId> Members { get; } = [.. members];

        /// <summary>Assistants are shown nothing up to here.</summary>
        public long Line { get; set; }
    }

    sealed record Said(RoomId Room, Message Message)
    {
        public bool IsGone { get; set; }
    }
}
