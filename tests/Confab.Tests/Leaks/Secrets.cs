using System.Text.RegularExpressions;
using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Tests.Leaks;

/// <summary>Words that are nowhere else, and where each was put by somebody who may: the server's rules a second time, in plain sets.</summary>
sealed partial class Secrets(int seed)
{
    readonly Dictionary<string, List<Home>> _homes = [];

    public string New(Home? home = null)
    {
        var word = Numbered(seed, _homes.Count);
        _homes[word] = home is null ? [] : [home];
        return word;
    }

    /// <summary>It ends in a letter: one that a server cuts off is none, rather than another.</summary>
    public static string Numbered(int seed, int number) => $"s{seed}x{number}e";

    public void Put(string word, Home home) => _homes[word].Add(home);

    /// <summary>Those of this world.</summary>
    public IEnumerable<string> In(string text) => All(text).Distinct().Where(word => word.StartsWith($"s{seed}x", StringComparison.Ordinal));

    public static IEnumerable<string> All(string text) => Word().Matches(text).Select(m => m.Value);

    public IEnumerable<Home> LiveHomes(string word) => _homes.GetValueOrDefault(word, []).Where(home => home.IsLive);

    public bool MaySee(string word, UserId reader) => LiveHomes(word).Any(home => home.IsSeenBy(reader));

    /// <summary>Everybody who reads this room may be told it there.</summary>
    public bool MayBeTold(string word, Place room, UserId? assistant = null) => LiveHomes(word).Any(home => home.MayBeTold(room, assistant));

    /// <summary>Who left a room still finds in memory what they alone said there.</summary>
    public bool MayRemember(string word, UserId reader) => LiveHomes(word).Any(home => home.IsRememberedFor(reader));

    public HashSet<string> SeenBy(UserId reader) => [.. _homes.Keys.Where(word => MaySee(word, reader))];

    public string Of(string word) => $"{word} ({string.Join("; ", _homes.GetValueOrDefault(word, []).Select(home => (home.IsLive ? "" : "no longer ") + home))})";

    [GeneratedRegex(@"s\d+x\d+e")]
    private static partial Regex Word();
}

/// <summary>A room as the world knows it.</summary>
sealed class Place(RoomId id, RoomKind kind, params UserId[] members)
{
    public RoomId Id => id;
    public RoomKind Kind => kind;
    public HashSet<UserId> Members { get; } = [.. members];
    public HashSet<UserId> Banned { get; } = [];

    /// <summary>Who ever had a right to know that it is there.</summary>
    public HashSet<UserId> KnownTo { get; } = [.. members];
    public HashSet<UserId> Assistants { get; } = [Memory.MemoryScene.Bot];
    public UserId Owner { get; } = members[0];
    public bool IsPublic { get; set; }
    public bool IsGone { get; set; }
    public bool IsArchived { get; set; }
    public long Seq { get; set; }
    public List<Said> Messages { get; } = [];

    public bool IsClosed => kind != RoomKind.Group;

    public bool IsFoundBy(UserId person) => !IsGone && (Members.Contains(person) || (IsPublic && !Banned.Contains(person)));

    public override string ToString() => $"{kind} {id} of {string.Join(',', Members)}";
}

/// <summary>Where a secret stands.</summary>
abstract class Home
{
    public abstract bool IsLive { get; }

    /// <summary>Of a live one: this person may read it there.</summary>
    public abstract bool IsSeenBy(UserId reader);

    /// <summary>Of a live one: this person may find it among what is remembered.</summary>
    public virtual bool IsRememberedFor(UserId reader) => IsSeenBy(reader);

    /// <summary>Of a live one: it may be in what an assistant is shown for an answer in this room.</summary>
    public abstract bool MayBeTold(Place room, UserId? assistant);
}

/// <summary>In a message; so too in whatever was remembered of it.</summary>
sealed class Said(Place place, MessageId id, UserId author) : Home
{
    public Place Place => place;
    public MessageId Id => id;
    public UserId Author => author;
    public bool IsTakenBack { get; set; }
    public override bool IsLive => !IsTakenBack && !place.IsGone;
    public override bool IsSeenBy(UserId reader) => place.Members.Contains(reader);
    public override bool IsRememberedFor(UserId reader) => author == reader || IsSeenBy(reader);

    public override bool MayBeTold(Place room, UserId? assistant) => room == place
        || (room.IsClosed && (place.Kind == RoomKind.Chat ? room.Members.SetEquals(place.Members) : room.Members.IsSubsetOf(place.Members)));

    public override string ToString() => $"said by {author} in {place}";
}

/// <summary>In the name of a room.</summary>
sealed class Named(Place place) : Home
{
    public bool IsTakenBack { get; set; }
    public override bool IsLive => !IsTakenBack && !place.IsGone;
    public override bool IsSeenBy(UserId reader) => place.IsFoundBy(reader);
    public override bool MayBeTold(Place room, UserId? assistant) => room == place;
    public override string ToString() => $"the name of {place}";
}

/// <summary>In a memory that somebody wrote down, or whose readers they chose.</summary>
sealed class Kept(MemoryId id, MemoryScope scope, UserId about, Place? place, Said? source = null) : Home
{
    public MemoryId Id => id;
    public bool IsForgotten { get; set; }
    public override bool IsLive => !IsForgotten && source?.IsTakenBack != true && place?.IsGone != true;
    public override bool IsSeenBy(UserId reader) => scope == MemoryScope.Room ? place!.Members.Contains(reader) : about == reader;
    public override bool IsRememberedFor(UserId reader) => about == reader || IsSeenBy(reader);

    public override bool MayBeTold(Place room, UserId? assistant) => assistant is null or { Value: "assistant:aibot" } && scope switch
    {
        MemoryScope.Private => room.IsClosed && room.Members.SetEquals([about]),
        MemoryScope.User => room.Members.Contains(about),
        _ => room == place || (room.IsClosed && room.Members.IsSubsetOf(place!.Members)),
    };

    public override string ToString() => $"remembered as {scope} of {about} {place}";
}

/// <summary>In the documents of one assistant.</summary>
sealed class Documented(UserId assistant) : Home
{
    public override bool IsLive => true;
    public override bool IsSeenBy(UserId reader) => false;
    public override bool MayBeTold(Place room, UserId? answering) => answering == assistant && room.Assistants.Contains(assistant);
    public override string ToString() => $"a document of {assistant}";
}

/// <summary>In what an assistant was shown for an answer, and so in its pieces, its calls of tools and the suggestions after it.</summary>
sealed class ShownTo(Place place, IReadOnlyList<Home> sources) : Home
{
    public override bool IsLive => !place.IsGone && sources.Any(source => source.IsLive);
    public override bool IsSeenBy(UserId reader) => place.Members.Contains(reader);
    public override bool MayBeTold(Place room, UserId? assistant) => false;
    public override string ToString() => $"shown for an answer in {place}";
}
