using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Bench.Search;

/// <summary>
/// Messages of made-up words, the same in every run: one room with two fifths of them, ten with 3 % each, a hundred with 0.2 %, and
/// two thousand with about fifty messages each in a million. Words are as common as in a language: the n-th one about 1/n as the first.
/// </summary>
static class Haystack
{
    const int Batch = 500, WordsInOne = 12, People = 500, Tiny = 2000;
    const int EveryNeedle = 1000;

    /// <summary>The database of so many messages, made where it is not there yet.</summary>
    public static async Task<SqliteDatabase> OpenAsync(string folder, int messages)
    {
        var done = Path.Combine(folder, $"done-{messages}");
        if (!File.Exists(done))
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            await using (var fresh = new SqliteDatabase(PathIn(folder))) await FillAsync(fresh, messages);
            await File.WriteAllTextAsync(done, "");
        }
        return new SqliteDatabase(PathIn(folder));
    }

    public static string PathIn(string folder) => Path.Combine(folder, "confab.db");

    /// <summary>Each reader is in some of the rooms.</summary>
    public static readonly IReadOnlyDictionary<string, IEnumerable<string>> Readers = new Dictionary<string, IEnumerable<string>>
    {
        ["large room"] = ["big"],
        ["12 rooms"] = ["big", "tiny0", .. Enumerable.Range(0, 10).Select(i => $"mid{i}")],
        ["tiny room"] = ["tiny3"],
        ["100 tiny rooms"] = Enumerable.Range(0, 100).Select(i => $"tiny{i}"),
        ["1,000 tiny rooms"] = Enumerable.Range(0, 1000).Select(i => $"tiny{i}"),
        ["2,111 rooms, all"] = AllRooms(),
    };

    static async Task FillAsync(SqliteDatabase database, int messages)
    {
        var (rooms, users, store) = (new SqliteRoomStore(database), new SqliteUserStore(database), new SqliteMessageStore(database));
        var start = DateTimeOffset.UnixEpoch.AddYears(50);
        await Task.WhenAll(AllRooms().Select(id => rooms.CreateAsync(new NewRoom(new(id), id, RoomKind.Group, Visibility.Private, AssistantMode.Off, start))));
        foreach (var (reader, mine) in Readers)
        {
            await users.CreateAsync(new NewUser(new(reader.Replace(' ', '-')), reader, reader, System.Text.Encoding.UTF8.GetBytes(reader), start));
            await Task.WhenAll(mine.Select(id => rooms.AddParticipantAsync(new(id), new(reader.Replace(' ', '-')), start)));
        }
        var random = new Random(1);
        for (var i = 0; i < messages; i += Batch)
        {
            await store.AppendAsync([.. Enumerable.Range(i, Batch).Select(n => Message(n, random, start))]);
            if (i % 100_000 == 0) Console.Error.WriteLine($"{i:N0} of {messages:N0} messages written");
        }
    }

    static NewMessage Message(int n, Random random, DateTimeOffset start)
    {
        var author = new Author(new($"u{n % People}"), $"person {n % People}", AuthorKind.User);
        var words = string.Join(' ', Enumerable.Range(0, WordsInOne).Select(_ => Word(random)));
        return new NewMessage(new($"m{n}"), new(Room(random)), author, n % EveryNeedle == 0 ? words + " needle" : words, start.AddSeconds(n));
    }

    static string Word(Random random)
    {
        var rank = (int)Math.Min(60_000, 1 / (1 - random.NextDouble()));
        return rank switch { 1 => "the", 2 => "tea", 3 => "morning", _ => $"w{rank}" };
    }

    static string Room(Random random) => random.Next(1000) switch
    {
        < 400 => "big",
        < 700 => $"mid{random.Next(10)}",
        < 900 => $"small{random.Next(100)}",
        _ => $"tiny{random.Next(Tiny)}",
    };

    static IEnumerable<string> AllRooms() =>
        ["big", .. Enumerable.Range(0, 10).Select(i => $"mid{i}"), .. Enumerable.Range(0, 100).Select(i => $"small{i}"), .. Enumerable.Range(0, Tiny).Select(i => $"tiny{i}")];
}
