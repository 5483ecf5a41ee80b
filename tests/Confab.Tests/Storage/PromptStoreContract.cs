using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every prompt store promises.</summary>
public abstract class PromptStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly MessageId Question = new("question"), Answer = new("answer");

    protected abstract IPromptStore Prompts { get; }

    protected abstract IMemoryStore Memories { get; }

    protected abstract ISummaryStore Summaries { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await Users.CreateAsync(NewUser(Ada));
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.AddParticipantAsync(Id, Ada.Id, Noon);
        await Messages.AppendAsync([Says(Ada, "what is it?", Question.Value), Says(Bot, "an answer", Answer.Value)]);
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_was_kept_is_found_part_by_part_in_its_order_and_a_message_by_what_it_says()
    {
        await SaveAsync(new("instructions", null, "Be short.", 2), OfQuestion, new("knowledge", "Prices", "Tea costs three euros.", 4, Source: new("prices.md", 3, 5)));

        var saw = (await FindAsync())!;

        Assert.Equal((Answer, "m", 4096, 3584, 9, 1, Noon), (saw.MessageId, saw.Model, saw.ContextLength, saw.Budget, saw.Tokens, saw.LeftOut, saw.CreatedAt));
        Assert.Equal(["instructions Be short. 2", "message what is it? 3", "knowledge Tea costs three euros. 4"], saw.Parts.Select(p => $"{p.Kind} {p.Content} {p.Tokens}"));
        Assert.Equal((Question, Ada), (saw.Parts[1].MessageId, saw.Parts[1].Author));
        Assert.Equal(("Prices", new KnowledgeSource("prices.md", 3, 5)), (saw.Parts[2].Title, saw.Parts[2].Source));
        Assert.All(saw.Parts, p => Assert.Null(p.Gone));
    }

    [Fact]
    public async Task Of_an_answer_that_is_not_there_nothing_is_kept_and_what_is_kept_stays_as_it_was_first()
    {
        await Prompts.SaveAsync(Of(new KeptPart("instructions", null, "Be short.", 2)) with { MessageId = new("never-was") });
        Assert.Null(await Prompts.FindAsync(new("never-was"), None));

        await SaveAsync(new KeptPart("instructions", null, "Be short.", 2));
        await SaveAsync(new("instructions", null, "Be long.", 2), OfQuestion);

        Assert.Equal(["Be short."], (await FindAsync())!.Parts.Select(p => p.Content));
    }

    [Fact]
    public async Task An_answer_that_is_deleted_takes_it_along_also_where_that_came_first()
    {
        await SaveAsync(OfQuestion);
        await Messages.AppendAsync([new Deletion(Answer, Noon)]);
        Assert.Null(await FindAsync());

        await SaveAsync(OfQuestion);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_message_that_is_edited_or_deleted_later_is_shown_no_more_and_one_edited_before_is()
    {
        await Messages.AppendAsync([new Edit(Question, "what was it?", Noon.AddMinutes(-1))]);
        await SaveAsync(OfQuestion);
        Assert.Equal(("what was it?", null), Shown((await FindAsync())!.Parts[0]));

        await Messages.AppendAsync([new Edit(Question, "never mind", Noon.AddMinutes(1))]);
        Assert.Equal((null, "changed"), Shown((await FindAsync())!.Parts[0]));
        await Messages.AppendAsync([new Deletion(Question, Noon.AddMinutes(2))]);

        Assert.Equal((null, "deleted"), Shown((await FindAsync())!.Parts[0]));
        Assert.Equal(3, (await FindAsync())!.Parts[0].Tokens);
    }

    [Fact]
    public async Task With_a_message_goes_what_was_read_of_its_files_and_how_they_are_called()
    {
        await SaveAsync(new KeptPart("file", "secret-plan.txt", "the plan", 2, MessageId: Question));
        Assert.Equal(("secret-plan.txt", "the plan"), ((await FindAsync())!.Parts[0].Title, (await FindAsync())!.Parts[0].Content));

        await Messages.AppendAsync([new Deletion(Question, Noon)]);

        var part = (await FindAsync())!.Parts[0];
        Assert.Equal((null, null, "deleted"), (part.Title, part.Content, part.Gone));
    }

    [Theory]
    [InlineData("forgotten")]
    [InlineData("given other words")]
    [InlineData("let be heard by others")]
    public async Task A_memory_that_is_taken_back_is_shown_no_more_nor_what_it_was_about(string how)
    {
        var memory = await RememberAsync();
        await SaveAsync(OfMemory(memory));
        Assert.Equal(("Ada likes tea", null), Shown((await FindAsync())!.Parts[0]));

        if (how == "forgotten") await Memories.ForgetAsync(Ada.Id, [memory.Id]);
        else await Memories.EditAsync(Ada.Id, memory.Id, how == "given other words" ? new(Noon, "Ada likes coffee") : new(Noon, Scope: MemoryScope.User));

        var part = (await FindAsync())!.Parts[0];
        Assert.Equal((null, "forgotten", null), (part.Content, part.Gone, part.Title));
        Assert.Equal(memory.Id, part.MemoryId);
    }

    [Fact]
    public async Task What_is_taken_back_between_the_making_of_a_prompt_and_its_keeping_is_not_kept()
    {
        var (forgotten, edited) = (await RememberAsync(), await RememberAsync("Ada plays chess"));
        await Memories.ForgetAsync(Ada.Id, [forgotten.Id]);
        await Memories.EditAsync(Ada.Id, edited.Id, new(Noon.AddMinutes(1), "Ada plays go"));
        var summary = await SummariseAsync();
        await Messages.AppendAsync([new Edit(Question, "never mind", Noon.AddMinutes(-1))]);

        await SaveAsync(OfMemory(forgotten), OfMemory(edited), new("summary", null, "in short", 2, SummaryId: summary), new("file", "a.txt", "words", 1, MessageId: new("never-was")));

        Assert.All((await FindAsync())!.Parts, p => Assert.Null(p.Content));
        Assert.All((await FindAsync())!.Parts, p => Assert.NotNull(p.Gone));
    }

    [Fact]
    public async Task A_summary_goes_with_the_messages_that_it_stands_for()
    {
        await SaveAsync(new KeptPart("summary", null, "in short", 2, SummaryId: await SummariseAsync()));
        Assert.Equal(("in short", null), Shown((await FindAsync())!.Parts[0]));

        await Messages.AppendAsync([new Edit(Question, "never mind", Noon)]);

        Assert.Equal((null, "forgotten"), Shown((await FindAsync())!.Parts[0]));
    }

    [Fact]
    public async Task The_background_of_a_message_is_said_to_be_there_and_never_kept()
    {
        await SaveAsync(new KeptPart("background", null, null, 7));

        Assert.Equal((null, "not_kept"), Shown((await FindAsync())!.Parts[0]));
    }

    [Fact]
    public async Task Old_ones_are_dropped_a_few_at_a_time_and_their_answers_stay()
    {
        for (var i = 0; i < 5; i++)
        {
            await Messages.AppendAsync([Says(Bot, "an answer", $"a{i}")]);
            await Prompts.SaveAsync(Of(OfQuestion) with { MessageId = new($"a{i}"), MadeAt = Noon.AddHours(i) });
        }

        Assert.Equal(2, await Prompts.DropAsync(Noon.AddHours(3), 2, None));
        Assert.Equal(1, await Prompts.DropAsync(Noon.AddHours(3), 2, None));
        Assert.Equal(0, await Prompts.DropAsync(Noon.AddHours(3), 2, None));

        foreach (var (id, isThere) in new[] { ("a0", false), ("a2", false), ("a3", true), ("a4", true) }) Assert.Equal(isThere, await Prompts.FindAsync(new(id), None) is not null);
        Assert.NotNull(await Messages.FindAsync(new("a0"), None));
    }

    [Fact]
    public async Task Of_a_prompt_that_is_kept_twice_at_once_each_part_is_there_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync(new("instructions", null, $"Be short, {i}.", 3), OfQuestion)));

        Assert.Equal(["instructions", "message"], (await FindAsync())!.Parts.Select(p => p.Kind));
    }

    static KeptPart OfQuestion => new("message", "ada", null, 3, MessageId: Question);

    static KeptPart OfMemory(StoredMemory memory) => new("memory", "favourite tea", memory.Content, 3, MemoryId: memory.Id);

    static KeptPrompt Of(params KeptPart[] parts) => new(Answer, "m", 4096, 3584, 9, 1, Noon, Noon, parts);

    static (string?, string?) Shown(ShownPart part) => (part.Content, part.Gone);

    Task SaveAsync(params KeptPart[] parts) => Prompts.SaveAsync(Of(parts));

    Task<ShownPrompt?> FindAsync() => Prompts.FindAsync(Answer, None);

    async Task<StoredMemory> RememberAsync(string content = "Ada likes tea") => Assert.Single(await Memories.KeepAsync(
        [new NewMemory(new(MemoryId.New(), Bot.Id, MemoryTier.LongTerm, MemoryScope.Private, content, Noon) { About = Ada.Id, SaidBy = Ada.Id }, [])]));

    async Task<long> SummariseAsync()
    {
        var newest = (await Messages.FindAsync(Id, Answer, None))!;
        Assert.True(await Summaries.SaveAsync(new(Id, null, 1, 2, Answer, "in short", "m", Noon), newest.Rev));
        return (await Summaries.ReadAsync(Id, null, 100, None))[0].Id;
    }
}
