using System.Globalization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Accounts;
using Confab.Server.Assistants;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Search;

/// <summary>Reads the address of a search into what the store is asked; the filters among the words say the same as the fields.</summary>
sealed class SearchRequest(AssistantList assistants)
{
    static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <exception cref="RequestRefused">A field is missing or wrong; it is named.</exception>
    public SearchQuery Read(Author reader, IQueryCollection fields, long? before)
    {
        var (words, filters) = SearchText.Parse(fields["q"].ToString());
        var query = new SearchQuery(reader.Id, words) { Before = before, Limit = LimitOf(fields) };
        foreach (var (name, value) in filters) query = Apply(query, reader, name, value, "q");
        foreach (var name in (string[])["author", "kind", "has", "in", "to"])
            if (fields[name].ToString() is { Length: > 0 } value) query = Apply(query, reader, name, value, name);
        if (fields["from"].ToString() is { Length: > 0 } from) query = query with { From = TimeOf(from, "from") };
        if (fields["roomId"].ToString() is { Length: > 0 } room)
            query = WireIds.IsValid(room) ? query with { Room = new RoomId(room) } : throw Refused("\"roomId\" is no id", "roomId");
        if (query.Words.All(w => w.IsExcluded) && query is { Author: null, AuthorKey: null, HasFile: false, InThread: false })
            throw Refused("say what to look for: at least one word with a letter or digit, or from:, has:file or in:thread", "q");
        return query;
    }

    SearchQuery Apply(SearchQuery query, Author reader, string name, string value, string field) => name switch
    {
        _ when value.Length == 0 => throw Refused($"nothing stands after \"{name}:\"", field),
        "from" or "author" => Author(query, reader, value),
        "in" when value.Equals("thread", StringComparison.OrdinalIgnoreCase) => query with { InThread = true },
        "in" when field == "q" => query with { RoomName = value },
        "has" when value.Equals("file", StringComparison.OrdinalIgnoreCase) => query with { HasFile = true },
        "kind" => query with { Kind = KindOf(value, field) },
        "before" or "to" => query with { To = Earliest(query.To, TimeOf(value, field)) },
        // After a day is after all of it.
        "after" => query with { From = TimeOf(value, field) is var time && IsDay(value) ? time.AddDays(1) : time },
        "has" => throw Refused("\"has\" knows \"file\" only", field),
        _ => throw Refused("\"in\" knows \"thread\" only; name a room by \"roomId\", or in the words as in:general", field),
    };

    SearchQuery Author(SearchQuery query, Author reader, string value)
    {
        if (value.Equals("me", StringComparison.OrdinalIgnoreCase)) return query with { Author = reader.Id };
        var name = value.TrimStart('@');
        if (assistants.FindByName(name) is { } assistant) return query with { Author = assistant.Id };
        // Ids of people hold a version and dashes, those of assistants a colon: no name looks like either.
        return WireIds.IsValid(value) && (value.Contains(':', StringComparison.Ordinal) || Guid.TryParseExact(value, "D", out _))
            ? query with { Author = new UserId(value) }
            : query with { AuthorKey = Username.KeyOf(name) };
    }

    static AuthorKind KindOf(string value, string field) => value switch
    {
        "user" => AuthorKind.User,
        "assistant" => AuthorKind.Assistant,
        _ => throw Refused("\"kind\" is user or assistant", field),
    };

    static bool IsDay(string value) => value.Length == "yyyy-MM-dd".Length;

    static DateTimeOffset TimeOf(string value, string field)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(value, IsDay(value) ? ["yyyy-MM-dd"] : Times, CultureInfo.InvariantCulture, utc, out var time) && time.Year < 9999
            ? time
            : throw Refused($"\"{value}\" is no time: give 2026-01-31 or 2026-01-31T08:00:00Z", field);
    }

    static DateTimeOffset Earliest(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    static int LimitOf(IQueryCollection fields)
    {
        const int most = 100, usual = 20;
        if (fields["limit"].ToString() is not { Length: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= most
            ? limit
            : throw Refused($"\"limit\" is a number from 1 to {most}", "limit");
    }

    static RequestRefused Refused(string why, string field) => new(ErrorCode.BadRequest, why, field);
}
