using Confab.Protocol;
using Confab.Server.Memory;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Server.Suggestions;
using Confab.Tests.Support;

namespace Confab.Tests.Leaks;

/// <summary>A server with everything switched on, a model that tells all it is shown, and two assistants with papers of their own.</summary>
sealed class ServerLeakScene : IAsyncDisposable
{
    public static readonly UserId[] Experts = [new("assistant:keeper"), new("assistant:clerk")];

    readonly string _folder = Directory.CreateTempSubdirectory("confab-leaks-").FullName;
    int _asked, _done;

    public ChatApplication App { get; private set; } = null!;

    public EchoingModel Model { get; } = new();

    public IMessageStore Messages => App.Get<IMessageStore>();

    /// <param name="worlds">Each has papers of its own.</param>
    public static async Task<ServerLeakScene> StartAsync(int worlds)
    {
        var scene = new ServerLeakScene();
        foreach (var expert in Experts) scene.Write(expert, worlds);
        scene.App = await ChatApplication.StartAsync(
            o => o with
            {
                AssistantsFolder = Path.Combine(scene._folder, "assistants"),
                Models = [scene.Model.AsModel()],
                Replies = new ReplyOptions { Gather = TimeSpan.Zero },
                Memory = new MemoryOptions { Retry = TimeSpan.FromMilliseconds(20) },
            });
        scene.App.Get<ReplyRunner>().Asked += _ => Interlocked.Increment(ref scene._asked);
        scene.App.Get<AfterAnswers>().Done += _ => Interlocked.Increment(ref scene._done);
        await TestTime.UntilAsync(async () => (await scene.FilesAsync()) == Experts.Length * worlds, "the papers are read");
        return scene;
    }

    public static string PaperOf(UserId expert, int seed) => Secrets.Numbered(seed, Array.IndexOf(Experts, expert));

    /// <summary>Until every answer is there, and whatever is made after it.</summary>
    public Task SettledAsync(string doing) => TestTime.UntilAsync(
        async () => Volatile.Read(ref _asked) == Volatile.Read(ref _done) && App.Get<Summarise>().Count == 0
            && (await App.Get<IExtractionStore>().ReadUnthoughtAsync(1, CancellationToken.None)).Count == 0,
        $"it is quiet after: {doing}");

    async Task<int> FilesAsync()
    {
        var files = 0;
        foreach (var expert in Experts) files += (await App.Get<IKnowledgeStore>().ReadFilesAsync(expert, CancellationToken.None)).Count;
        return files;
    }

    void Write(UserId expert, int worlds)
    {
        var handle = expert.Value["assistant:".Length..];
        var papers = Directory.CreateDirectory(Path.Combine(_folder, "assistants", "papers of " + handle)).FullName;
        File.WriteAllText(
            Path.Combine(_folder, "assistants", handle + ".md"),
            $"---\nname: {char.ToUpperInvariant(handle[0])}{handle[1..]}\nhandle: {char.ToUpperInvariant(handle[0])}{handle[1..]}\ntools: [search_room]\nknowledge: papers of {handle}\n---\n\nYou know the papers of {expert}.\n");
        for (var seed = 0; seed < worlds; seed++) File.WriteAllText(Path.Combine(papers, $"paper{seed}.md"), $"The plans number{seed} of the harbour are {PaperOf(expert, seed)}.\n");
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
