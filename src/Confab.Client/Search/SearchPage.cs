using Confab.Protocol;

namespace Confab.Client.Search;

/// <param name="Results">The newest first. A page may be empty and yet be followed by another.</param>
/// <param name="HasMore">Whether there is another page.</param>
/// <param name="Before">What names the next page.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Results, bool HasMore, string? Before = null);

/// <param name="Room">Where it was said.</param>
/// <param name="Message">Without its reactions, ratings, thread and how it was made.</param>
/// <param name="Snippet">The part of it in which the words stand.</param>
public sealed record SearchHit(SearchedRoom Room, Message Message, Snippet Snippet);

/// <param name="Id">The room's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What kind of room it is.</param>
public sealed record SearchedRoom(RoomId Id, string Name, RoomKind Kind);

/// <param name="Text">A part of the content, with … where something was left out.</param>
/// <param name="Matches">Where the words stand in it.</param>
public sealed record Snippet(string Text, IReadOnlyList<SnippetMatch> Matches);

/// <param name="Start">UTF-16 units before it.</param>
/// <param name="Length">UTF-16 units.</param>
public sealed record SnippetMatch(int Start, int Length);
