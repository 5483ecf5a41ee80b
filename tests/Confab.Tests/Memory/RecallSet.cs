using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Memory;

/// <summary>Facts of one person, each with two questions for it: in other words, and in keywords. All others are what it could be mistaken for.</summary>
sealed record RecallCase(string Topic, string Fact, string Paraphrase, string Keywords)
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<RecallCase> All { get; } =
        JsonSerializer.Deserialize<List<RecallCase>>(File.ReadAllText(Repository.File("tests/Confab.Tests/Memory/recall-set.json")), Web)!;

    public NewMemory Of(UserId assistant, UserId person) =>
        new(new StoredMemory(MemoryId.New(), assistant, MemoryTier.LongTerm, MemoryScope.Private, Fact, DateTimeOffset.UnixEpoch) { About = person, SaidBy = person, Topic = Topic }, []);
}
