using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Memory;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Tests.Support;
using static Confab.Tests.Memory.MemoryScene;

namespace Confab.Tests.Memory;

public class PlainWordsTests
{
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task What_is_to_be_remembered_is_known_before_any_model_has_said_a_word_and_told_to_the_room()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var said = await ada.ChatAsync("@AIBot remember that my favourite tea is sencha.");

        var told = await ben.NextAsync<MemoryChanged>();
        Assert.Equal((Bot, "ada: my favourite tea is sencha", said.RoomId, said.MessageId), (told.AssistantId, told.Remembered[0].Content, told.RoomId, told.MessageId));
        var memory = Assert.Single(await app.MemoriesAsync(ada));
        Assert.Equal(
            (told.Remembered[0].Id, MemoryScope.Room, ada.User.Id, ada.User.Id, "favourite tea", said.MessageId, MemoryTier.LongTerm),
            (memory.Id, memory.Scope, memory.About, memory.SaidBy, memory.Topic, memory.SourceMessageId, memory.Tier));
        await ada.ChatAsync("@AIBot remember that my favourite tea is oolong");
        Assert.Equal(told.Remembered[0].Id, (await ada.NextAsync<MemoryChanged>(m => m.Remembered[0].Content.EndsWith("oolong", StringComparison.Ordinal))).Remembered[0].Id);
        Assert.Equal(["ada: my favourite tea is oolong"], await app.ContentsAsync(ada));
    }

    [Fact]
    public async Task What_is_about_nobody_is_the_rooms()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");

        await ada.ChatAsync("@AIBot remember that the release is on Friday");
        await ada.NextAsync<MemoryChanged>();

        var memory = Assert.Single(await app.MemoriesAsync(ada));
        Assert.Equal(("the release is on Friday", null, new RoomId("general"), MemoryTier.Semantic), (memory.Content, memory.About, memory.Room, memory.Tier));
    }

    [Fact]
    public async Task Forgetting_takes_what_has_the_words_and_nothing_of_others()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        foreach (var words in new[] { "I like green tea", "my team is blue", "I play chess" }) await RememberAsync(ada, words);
        await RememberAsync(ben, "I like green tea");

        await ada.ChatAsync("@AIBot forget that I like tea");

        var told = await ben.NextAsync<MemoryChanged>(m => m.Forgotten.Count > 0);
        Assert.Single(told.Forgotten);
        Assert.Equal(["ada: I play chess", "ada: my team is blue", "ben: I like green tea"], await app.ContentsAsync(ada));
        await ada.ChatAsync("@AIBot forget everything about me");
        await ben.NextAsync<MemoryChanged>(m => m.Forgotten.Count == 2);
        Assert.Equal(["ben: I like green tea"], await app.ContentsAsync(ada));
    }

    [Fact]
    public async Task Said_to_nobody_or_asked_it_changes_nothing()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("remember that I like tea");
        await ada.ChatAsync("@AIBot do you remember that I like tea?");
        await app.Get<PlainWords>().SettledAsync(new("general"), CancellationToken.None);

        Assert.Empty(await app.MemoriesAsync(ada));
    }

    [Fact]
    public async Task Recall_waits_for_what_was_just_asked_to_be_forgotten()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await RememberAsync(ada, "I like green tea");
        var assistant = app.Get<AssistantList>().All.First(a => a.Id == Bot);
        var audience = new Audience(new("general"), RoomKind.Group, [ada.User.Id]);
        Assert.Single(await app.Get<Recall>().FindAsync(assistant, audience, ada.User.Id, "tea?", CancellationToken.None));

        await ada.ChatAsync("@AIBot forget that I like green tea");

        Assert.Empty(await app.Get<Recall>().FindAsync(assistant, audience, ada.User.Id, "tea?", CancellationToken.None));
    }

    static async Task RememberAsync(TestSocket who, string words)
    {
        await who.ChatAsync($"@AIBot remember that {words}");
        await who.NextAsync<MemoryChanged>(m => m.Remembered.Any(r => r.Content.EndsWith(words, StringComparison.Ordinal)));
    }
}
