using Confab.Server.Storage;
using Confab.Tests.Storage;

namespace Confab.Tests.Memory;

/// <summary>
/// Thousands of made-up worlds of rooms, members and secrets: nothing that an assistant recalls for an answer is hidden from anybody
/// who will read it, and nobody is listed or exported what is not theirs to see.
/// </summary>
public class LeakTests
{
    const int Worlds = 100, QuestionsOfWorld = 30;

    [Fact]
    public async Task No_answer_list_or_export_holds_a_secret_that_some_reader_may_not_see()
    {
        var (cases, shown) = (0, 0);
        await using var folder = new StoreFolder();
        var database = folder.Open();
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = await LeakWorld.MakeAsync(database, MemoryRights.Ours, seed);
            for (var i = 0; i < QuestionsOfWorld; i++)
            {
                var (leaks, found) = await world.AskAsync();
                Assert.True(leaks.Count == 0, $"world {seed}, question {i}: {string.Join("; ", leaks)}");
                (cases, shown) = (cases + 1, shown + found);
            }
        }
        // It would prove nothing where nothing is ever found.
        Assert.Equal(Worlds * QuestionsOfWorld, cases);
        Assert.True(shown > cases, $"{shown} memories were shown in {cases} cases");
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_leak_that_is_planted_is_found(string what, string right, string planted)
    {
        var ours = MemoryRights.Ours;
        var leaky = new MemoryRights(Plant(ours.ToAudience), Plant(ours.ToReader), ours.ByReader);
        Assert.NotEqual(ours, leaky);

        await using var folder = new StoreFolder();
        var database = folder.Open();
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = await LeakWorld.MakeAsync(database, leaky, seed);
            for (var i = 0; i < QuestionsOfWorld; i++)
                if ((await world.AskAsync()).Leaks.Count > 0) return;
        }
        Assert.Fail($"not found: {what}");

        string Plant(string sql) => sql.Replace(right, planted, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Planted => new()
    {
        { "private memories are told to whoever reads along", "then m.user_id = $only", "then m.user_id in (select value from json_each($people))" },
        { "a room's memories are told wherever anybody of it could read", "x.room_id = r.id and x.user_id = p.value", "x.room_id = r.id" },
        { "a deleted room's memories stay", "r.deleted_at is null and r.memory", "1" },
        { "the room is not looked at", "r.id = $room or ($closed and", "r.id = $room or (1 and" },
        { "who switched it off is recalled", "and not exists (\n    select 1 from memory_off", "and not exists (\n    select 1 from (select * from memory_off where 0) " },
        { "who left is listed what others said", "m.said_by = $reader and (m.user_id is null", "(m.user_id is null" },
        { "everybody is listed everything of a room", "x.room_id = m.room_id and x.user_id = $reader and r.deleted_at is null", "x.room_id = m.room_id" },
    };
}
