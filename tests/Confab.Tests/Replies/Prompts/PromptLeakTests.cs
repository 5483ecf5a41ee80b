using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Files;
using Confab.Server.Knowledge;
using Confab.Server.Meaning;
using Confab.Server.Memory;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Server.Tools;
using Confab.Server.Tools.Servers;
using Confab.Tests.Support;

namespace Confab.Tests.Replies.Prompts;

/// <summary>
/// Thousands of made-up cases: no prompt, nothing that a tool says, and nothing that is told of an earlier prompt holds a word that some
/// reader of the answer may not see, or that was taken back. Suggestions and titles are made of that prompt, summaries of its messages.
/// </summary>
public class PromptLeakTests
{
    const int Worlds = 60, QuestionsOfWorld = 50;

    [Fact]
    public async Task No_prompt_and_no_tool_holds_a_word_that_some_reader_of_the_answer_may_not_see()
    {
        await using var app = await StartAsync();
        var parts = PartsOf(app);
        var (cases, shown) = (0, 0);
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = await PromptLeakWorld.MakeAsync(parts, seed);
            for (var i = 0; i < QuestionsOfWorld; i++)
            {
                var (leaks, found) = await world.AskAsync();
                Assert.True(leaks.Count == 0, $"world {seed}, question {i}: {string.Join("; ", leaks)}");
                (cases, shown) = (cases + 1, shown + found);
            }
        }
        // It would prove nothing where nothing is ever shown.
        Assert.True(shown > 3 * cases, $"{shown} words were shown in {cases} cases");
    }

    [Theory]
    [InlineData("private memories are told to whoever reads along")]
    [InlineData("the room is searched with the eyes of whoever asks")]
    [InlineData("a summary stays when what it stands for is deleted", "summaries_forget")]
    [InlineData("what is forgotten is kept in prompts", "memory_index_delete")]
    [InlineData("what only oneself may see by now is kept in prompts", "prompt_parts_forget_memory")]
    [InlineData("a summary of another room is used")]
    public async Task A_leak_that_is_planted_is_found(string what, string? trigger = null)
    {
        await using var app = await StartAsync();
        if (trigger is not null) await app.WriteAsync($"drop trigger {trigger}");
        var ours = MemoryRights.Ours;
        var parts = what switch
        {
            "private memories are told to whoever reads along" => PartsOf(app, rights: ours with { ToAudience = ours.ToAudience.Replace("m.user_id = $only", "m.user_id in (select value from json_each($people))", StringComparison.Ordinal) }),
            "the room is searched with the eyes of whoever asks" => PartsOf(app, search: new AllRooms(app.Get<ISearchStore>())),
            "a summary of another room is used" => PartsOf(app, summaries: new AnyRooms(app.Get<SqliteDatabase>(), app.Get<ISummaryStore>())),
            _ => PartsOf(app),
        };
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = await PromptLeakWorld.MakeAsync(parts, seed);
            for (var i = 0; i < QuestionsOfWorld; i++)
                if ((await world.AskAsync()).Leaks.Count > 0) return;
        }
        Assert.Fail($"not found: {what}");
    }

    static Task<ChatApplication> StartAsync() =>
        ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", new ScriptedModel(), contextLength: 16_000, callsTools: true)] });

    static PromptLeakWorld.Parts PartsOf(ChatApplication app, MemoryRights? rights = null, ISearchStore? search = null, ISummaryStore? summaries = null)
    {
        var database = app.Get<SqliteDatabase>();
        var memories = new SqliteMemoryStore(database, rights ?? MemoryRights.Ours);
        var builder = new PromptBuilder(
            app.Get<IMessageStore>(), app.Get<IRoomStore>(), app.Get<ISessionStore>(), summaries ?? app.Get<ISummaryStore>(), app.Get<SentFiles>(),
            new Recall(memories, app.Get<Embedder>(), app.Get<PlainWords>(), app.Get<UsedMemories>()), app.Get<KnowledgeIndex>(),
            new ToolShelf(app.Get<ToolServers>(), app.Get<IRoomStore>(), search ?? app.Get<ISearchStore>(), app.Get<IAttachmentStore>(), app.Get<FileFolder>(), TimeProvider.System),
            app.Get<ReplyOptions>(), TimeProvider.System);
        return new(
            database, app.Get<IMessageStore>(), app.Get<IRoomStore>(), memories, app.Get<ISummaryStore>(), app.Get<IPromptStore>(), app.Get<FileFolder>(), builder,
            app.Get<KeepPrompt>(), app.Get<ModelCatalog>().List().First(m => m.Id == "scripted"), app.Get<AssistantList>().Find(AssistantList.Default)!);
    }

    sealed class AllRooms(ISearchStore search) : ISearchStore
    {
        public Task<SearchPage?> FindAsync(SearchQuery query, CancellationToken stop) => search.FindAsync(query with { Room = null }, stop);
    }

    sealed class AnyRooms(SqliteDatabase database, ISummaryStore summaries) : ISummaryStore
    {
        public Task<IReadOnlyList<Summary>> ReadAsync(RoomId room, MessageId? thread, long beforeSeq, CancellationToken stop) =>
            database.ReadAsync<IReadOnlyList<Summary>>(connection =>
            {
                using var command = connection.Prepared(
                    "select s.id, m.id, s.content from summaries s join messages m on m.room_id = $room and m.seq < $before order by s.id desc, m.seq desc limit 1", "$room", "$before");
                using var row = command.With(room.Value, beforeSeq).ExecuteReader();
                return row.Read() ? [new Summary(row.GetInt64(0), thread, 1, beforeSeq - 1, new(row.GetString(1)), row.GetString(2))] : [];
            }, stop);

        public Task<bool> SaveAsync(NewSummary summary, long rev) => summaries.SaveAsync(summary, rev);
    }
}
