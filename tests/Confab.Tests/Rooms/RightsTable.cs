namespace Confab.Tests.Rooms;

/// <summary>What each may do in a room, and how they are refused. Said here a second time, and by hand, so that a change of the server's table shows.</summary>
static class RightsTable
{
    /// <summary>
    /// stranger: never was in the public room. outsider: never was in the private one. former: left the private one. banned: from
    /// the public one. archive: the owner of an archived room. The others are in the private room.
    /// </summary>
    const string Text =
        """
        request                                     stranger         outsider         former           banned           muted            member           moderator        owner            archive
        join_room                                   ok               unknown_room     unknown_room     unknown_room     ok               ok               ok               ok               ok
        leave_room                                  not_a_member     unknown_room     unknown_room     unknown_room     ok               ok               ok               ok               ok
        update_room                                 not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      not_allowed      ok               archived
        update_room(open)                           not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      not_allowed      ok               ok
        delete_room                                 not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      not_allowed      ok               ok
        invite                                      not_a_member     unknown_room     unknown_room     unknown_room     muted            ok               ok               ok               archived
        remove_member                               not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               archived
        invite(assistant)                           not_a_member     unknown_room     unknown_room     unknown_room     muted            ok               ok               ok               archived
        remove_member(assistant)                    not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               archived
        set_role                                    not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      not_allowed      ok               archived
        mute                                        not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               archived
        chat                                        not_a_member     not_a_member     not_a_member     not_a_member     muted            ok               ok               ok               archived
        regenerate                                  unknown_message  unknown_message  unknown_message  unknown_message  muted            ok               ok               ok               archived
        continue                                    unknown_message  unknown_message  unknown_message  unknown_message  muted            ok               ok               ok               archived
        private_message                             ok               ok               ok               ok               ok               ok               ok               ok               ok
        edit_message                                unknown_message  unknown_message  unknown_message  unknown_message  muted            ok               ok               ok               archived
        edit_message(another's)                     unknown_message  unknown_message  unknown_message  unknown_message  muted            not_allowed      not_allowed      not_allowed      archived
        delete_message                              unknown_message  unknown_message  unknown_message  unknown_message  muted            ok               ok               ok               archived
        delete_message(another's)                   unknown_message  unknown_message  unknown_message  unknown_message  not_allowed      not_allowed      ok               ok               archived
        react                                       unknown_message  unknown_message  unknown_message  unknown_message  muted            ok               ok               ok               archived
        feedback                                    unknown_message  unknown_message  unknown_message  unknown_message  muted            ok               ok               ok               archived
        report                                      unknown_message  unknown_message  unknown_message  unknown_message  ok               ok               ok               ok               ok
        history                                     not_a_member     not_a_member     not_a_member     not_a_member     ok               ok               ok               ok               ok
        delivered                                   not_a_member     not_a_member     not_a_member     not_a_member     ok               ok               ok               ok               ok
        read                                        not_a_member     not_a_member     not_a_member     not_a_member     ok               ok               ok               ok               ok
        typing                                      not_a_member     not_a_member     not_a_member     not_a_member     muted            ok               ok               ok               archived
        clear                                       not_a_member     not_a_member     not_a_member     not_a_member     muted            ok               ok               ok               archived
        stop_stream                                 unknown_stream   unknown_stream   unknown_stream   unknown_stream   ok               ok               ok               ok               ok
        GET /api/rooms/{id}/messages                not_a_member     unknown_room     unknown_room     unknown_room     ok               ok               ok               ok               ok
        POST /api/rooms/{id}/files                  not_a_member     unknown_room     unknown_room     unknown_room     muted            ok               ok               ok               archived
        GET /api/files/{id}                         unknown_file     unknown_file     unknown_file     unknown_file     ok               ok               ok               ok               ok
        GET /api/files/{id}/thumbnail               unknown_file     unknown_file     unknown_file     unknown_file     ok               ok               ok               ok               ok
        PUT /api/files/{id}/thumbnail               unknown_file     unknown_file     unknown_file     unknown_file     unknown_file     unknown_file     unknown_file     unknown_file     unknown_file
        GET /api/rooms/{id}/stats                   not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               ok
        GET /api/rooms/{id}/words                   not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               ok
        PUT /api/rooms/{id}/words                   not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               ok
        GET /api/rooms/{id}/reports                 not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               ok
        POST /api/rooms/{id}/reports/{reportId}/settle  not_a_member  unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               ok
        GET /api/rooms/{id}/bans                    not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      ok               ok               ok
        GET /api/rooms/{id}/audit                   not_a_member     unknown_room     unknown_room     unknown_room     not_allowed      not_allowed      not_allowed      ok               ok
        """;

    /// <summary>Rows by request and, where one has several, by what of it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Rows { get; } = Read();

    public static IReadOnlyList<string> Columns => [.. Rows.First().Value.Keys];

    static Dictionary<string, IReadOnlyDictionary<string, string>> Read()
    {
        var lines = Text.Split('\n').Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        return lines.Skip(1).ToDictionary(line => line[0], IReadOnlyDictionary<string, string> (line) => lines[0].Skip(1).Zip(line.Skip(1)).ToDictionary(cell => cell.First, cell => cell.Second));
    }
}
