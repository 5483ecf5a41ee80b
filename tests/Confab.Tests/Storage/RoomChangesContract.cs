using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every store promises of changes of rooms and of what keeps order in them.</summary>
public abstract class RoomChangesContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly Author Cy = Person("Cy");

    protected abstract IRoomStore Rooms { get; }

    protected abstract IModerationStore Moderation { get; }

    protected abstract IMessageStore Messages { get; }

    protected abstract IUserStore Users { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben, Cy }) await Users.CreateAsync(NewUser(person));
        await Rooms.CreateAsync(New(Id.Value) with { Owner = Ada.Id });
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_change_tells_what_was_and_what_is_and_who_is_not_to_know()
    {
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        await Rooms.RemoveParticipantAsync(Id, Ben.Id, Noon, new(Ada, Bans: true));

        var change = (await Rooms.UpdateAsync(Id, new() { Topic = "tea", MaxUsers = 5 }, Ada, Noon)).Change!;
        Assert.Equal((null, 0L, "tea", 1L, 5), (change.Before!.Topic, change.Before.Version, change.Room.Topic, change.Room.Version, change.Room.MaxUsers));
        Assert.Equal((false, true), (change.IsSeenBy(Ben.Id), change.IsSeenBy(Cy.Id)));

        change = (await Rooms.UpdateAsync(Id, new() { Visibility = Visibility.Private }, Ada, Noon)).Change!;
        Assert.Equal((true, false, false), (change.IsSeenBy(Ada.Id), change.IsSeenBy(Ben.Id), change.IsSeenBy(Cy.Id)));
        Assert.Equivalent(change.Room, await Rooms.FindAsync(Id, None), strict: true);
    }

    [Fact]
    public async Task A_name_takes_the_place_of_the_one_it_was_meant_for_and_of_no_other()
    {
        var made = (await Rooms.FindAsync(Id, None))!;

        var change = (await Rooms.RenameAsync(Id, "Rivers", insteadOf: made.Name))!;

        Assert.Equivalent(made, change.Before, strict: true);
        Assert.Equivalent(made with { Name = "Rivers", Version = made.Version + 1 }, change.Room, strict: true);
        Assert.Equivalent(change.Room, await Rooms.FindAsync(Id, None), strict: true);
        Assert.Null(await Rooms.RenameAsync(Id, "Lakes", insteadOf: made.Name));
        Assert.Null(await Rooms.RenameAsync(new("nowhere"), "Lakes", insteadOf: "Rivers"));
        await Rooms.UpdateAsync(Id, new() { IsArchived = true }, Ada, Noon);
        Assert.Null(await Rooms.RenameAsync(Id, "Lakes", insteadOf: "Rivers"));
        Assert.Equal("Rivers", (await Rooms.FindAsync(Id, None))!.Name);
    }

    [Fact]
    public async Task An_archived_room_only_opens_again()
    {
        Assert.Equal(Noon, (await Rooms.UpdateAsync(Id, new() { IsArchived = true }, Ada, Noon)).Change!.Room.ArchivedAt);
        Assert.Equal(RoomRefusal.Archived, (await Rooms.UpdateAsync(Id, new() { Topic = "tea" }, Ada, Noon)).Refusal);
        Assert.Null((await Rooms.UpdateAsync(Id, new() { IsArchived = false }, Ada, Noon)).Change!.Room.ArchivedAt);
    }

    [Fact]
    public async Task A_standing_is_newer_by_its_version_also_after_leaving_and_coming_back()
    {
        var joined = (await Rooms.AddParticipantAsync(Id, Ben.Id, Noon)).Change!.Joined!.Standing;
        var muted = (await Rooms.MuteAsync(Id, Ben.Id, Noon.AddHours(1), Ada, Noon)).Change!.Changed.Single().Standing;
        await Rooms.RemoveParticipantAsync(Id, Ben.Id, Noon);
        var back = (await Rooms.AddParticipantAsync(Id, Ben.Id, Noon.AddMinutes(1))).Change!.Joined!.Standing;

        Assert.True(joined.Version < muted.Version && muted.Version < back.Version);
        Assert.Equal(Noon.AddHours(1), back.MutedUntil);
        Assert.Equal(back, (await Rooms.FindStandingAsync(Id, Ben.Id, None))!.Standing);
    }

    [Fact]
    public async Task Only_a_higher_role_removes_and_mutes_and_only_an_owner_sets_roles()
    {
        foreach (var person in new[] { Ben, Cy }) await Rooms.AddParticipantAsync(Id, person.Id, Noon);
        await Rooms.SetRoleAsync(Id, Ben.Id, RoomRole.Moderator, Ada, Noon);

        Assert.Equal(RoomRefusal.NotHigher, (await Rooms.SetRoleAsync(Id, Cy.Id, RoomRole.Moderator, Ben, Noon)).Refusal);
        Assert.Equal(RoomRefusal.NotHigher, (await Rooms.MuteAsync(Id, Ada.Id, Noon, Ben, Noon)).Refusal);
        Assert.Equal(RoomRefusal.NotHigher, (await Rooms.RemoveParticipantAsync(Id, Ben.Id, Noon, new(Cy))).Refusal);
        Assert.Equal(RoomRefusal.NotHigher, (await Rooms.RemoveParticipantAsync(Id, Cy.Id, Noon, new(Person("nobody")))).Refusal);
        Assert.Equal(RoomRefusal.LastOwner, (await Rooms.SetRoleAsync(Id, Ada.Id, RoomRole.Member, Ada, Noon)).Refusal);
        Assert.Equal(Cy, (await Rooms.RemoveParticipantAsync(Id, Cy.Id, Noon, new(Ben))).Change!.Left);
    }

    [Fact]
    public async Task One_direct_room_is_made_for_two_whoever_opens_it()
    {
        var first = (await Rooms.OpenDirectAsync(Direct("d1", Ben), Ada.Id)).Change!;
        var again = (await Rooms.OpenDirectAsync(Direct("d2", Ada), Ben.Id)).Change!;

        Assert.Equal((true, false, "d1"), (first.IsNew, again.IsNew, again.Room.Id.Value));
        Assert.Equal([Ada, Ben], first.Room.People!);
        Assert.Equal((RoomRole.Owner, RoomRole.Owner), ((await Rooms.FindStandingAsync(new("d1"), Ada.Id, None))!.Standing!.Role, (await Rooms.FindStandingAsync(new("d1"), Ben.Id, None))!.Standing!.Role));
        Assert.Null(await Rooms.FindAsync(new("d2"), None));
    }

    [Fact]
    public async Task An_empty_direct_room_is_listed_to_who_opened_it_and_one_with_a_message_to_both()
    {
        await Rooms.OpenDirectAsync(Direct("d1", Ben), Ada.Id);
        Assert.Equal((1, 0), (await ListedAsync(Ben), await ListedAsync(Ada)));
        await Messages.AppendAsync([Says(Ben, "tea?", room: new("d1"))]);
        Assert.Equal((1, 1), (await ListedAsync(Ben), await ListedAsync(Ada)));

        async Task<int> ListedAsync(Author person) => (await Rooms.ListAsync(person.Id, None)).Count(r => r.Kind == RoomKind.Direct);
    }

    [Fact]
    public async Task A_deleted_room_is_nowhere_and_what_was_in_it_goes_piece_by_piece()
    {
        await Messages.AppendAsync([.. Enumerable.Range(1, 5).Select(i => Says(Ada, $"m{i}"))]);

        var gone = (await Rooms.DeleteAsync(Id, Noon)).Change!;

        Assert.True(gone.IsGone);
        Assert.Null(await Rooms.FindAsync(Id, None));
        Assert.Null(await Rooms.FindStandingAsync(Id, Ada.Id, None));
        Assert.Empty(await Rooms.ListAsync(Ada.Id, None));
        Assert.Equal(0, await Rooms.CountAsync(null, None));
        Assert.Equal(RoomRefusal.UnknownRoom, (await Rooms.DeleteAsync(Id, Noon)).Refusal);
        Assert.Equal(AppendRefusal.UnknownRoom, Assert.Single(await Messages.AppendAsync([Says(Ada, "too late")])).Refusal);
        Assert.Equal(RoomRefusal.Exists, (await Rooms.CreateAsync(New(Id.Value))).Refusal);

        Assert.True(await Rooms.DropDeletedAsync(3));
        Assert.Equal(2, (await Messages.ReadPageAsync(Id, null, 10, None)).Messages.Count);
        Assert.True(await Rooms.DropDeletedAsync(3));
        Assert.False(await Rooms.DropDeletedAsync(3));
        Assert.NotNull((await Rooms.CreateAsync(New(Id.Value))).Change);
    }

    [Fact]
    public async Task History_goes_from_its_oldest_end_and_never_over_a_message_that_stays()
    {
        DateTimeOffset[] times = [Noon, Noon.AddDays(1), Noon.AddDays(5), Noon.AddDays(2)];
        await Messages.AppendAsync([.. times.Select((at, i) => Says(Ada, $"m{i + 1}", $"m{i + 1}") with { CreatedAt = at })]);
        Assert.Empty(await Rooms.ReadKeepingAsync(None));
        await Rooms.UpdateAsync(Id, new() { HistoryDays = 3 }, Ada, Noon);

        Assert.Equal((Id, 3), Assert.Single(await Rooms.ReadKeepingAsync(None)));
        Assert.Null(await Rooms.DropHistoryAsync(Id, Noon, 10));
        Assert.Equal(2, (await Rooms.DropHistoryAsync(Id, Noon.AddDays(3), 1))!.Room.FirstSeq);
        var change = (await Rooms.DropHistoryAsync(Id, Noon.AddDays(3), 10))!;
        Assert.Null(await Rooms.DropHistoryAsync(Id, Noon.AddDays(3), 10));

        Assert.Equal((3L, 4L, 4L), (change.Room.FirstSeq, change.Room.Seq, change.Room.Rev));
        Assert.Equal(["m3", "m4"], (await Messages.ReadPageAsync(Id, null, 10, None)).Messages.Select(m => m.Content));
        Assert.Equal(5, (await Rooms.DropHistoryAsync(Id, Noon.AddDays(9), 10))!.Room.FirstSeq);
        Assert.Equal((5L, 5L), Assert.Single(await Messages.AppendAsync([Says(Ada, "m5")])).Message is { } m ? (m.Seq, m.Rev) : default);
    }

    [Fact]
    public async Task A_change_and_its_entry_in_the_audit_log_are_one()
    {
        await Rooms.UpdateAsync(Id, new() { Topic = "tea" }, Ada, Noon);
        await Rooms.UpdateAsync(Id, new() { Topic = "tea" }, Ada, Noon);
        await Moderation.AddAuditAsync(new(Id, Ben, "wave", "x", null, Noon));

        var entries = await Moderation.ReadAuditAsync(Id, null, 10, None);
        Assert.Equal([("wave", "x"), (AuditActions.Update, null)], entries.Select(e => (e.Entry.Action, e.Entry.Target)));
        Assert.Equal(AuditActions.Update, Assert.Single(await Moderation.ReadAuditAsync(Id, entries[0].Id, 10, None)).Entry.Action);
        Assert.Single(await Moderation.ReadAuditAsync(Id, null, 1, None));
    }

    [Fact]
    public async Task Words_take_the_place_of_those_there_were()
    {
        var entry = new AuditEntry(Id, Ada, AuditActions.Words, null, null, Noon);
        Assert.True(await Moderation.SaveWordsAsync(Id, ["b", "a"], entry));
        Assert.True(await Moderation.SaveWordsAsync(Id, ["c", "b"], entry));
        Assert.False(await Moderation.SaveWordsAsync(new("nowhere"), ["x"], entry with { RoomId = new("nowhere") }));

        Assert.Equal(["b", "c"], await Moderation.ReadWordsAsync(Id, None));
        Assert.Equal(Id, Assert.Single(await Moderation.ReadAllWordsAsync(None)).Key);
    }

    [Fact]
    public async Task A_report_is_one_until_it_is_settled_and_stays_as_it_was_settled()
    {
        await Messages.AppendAsync([Says(Ada, "hm", "m1")]);
        var report = new NewReport(Id, new("m1"), Ben, "bad", Noon);
        Assert.True(await Moderation.AddReportAsync(report));
        Assert.False(await Moderation.AddReportAsync(report));
        Assert.False(await Moderation.AddReportAsync(report with { RoomId = new("nowhere") }));
        var id = Assert.Single(await Moderation.ReadReportsAsync(Id, 10, None)).Id;

        var settled = await Moderation.SettleReportAsync(id, new(Id, Ada, AuditActions.Settle, null, null, Noon.AddHours(1)));
        var again = await Moderation.SettleReportAsync(id, new(Id, Cy, AuditActions.Settle, null, null, Noon.AddHours(2)));

        Assert.Equal((Noon.AddHours(1), Ada.Id), (settled!.SettledAt, settled.SettledBy));
        Assert.Equal(settled, again);
        Assert.Single(await Moderation.ReadAuditAsync(Id, null, 10, None));
        Assert.Null(await Moderation.SettleReportAsync(id + 1, new(Id, Ada, AuditActions.Settle, null, null, Noon)));
        Assert.True(await Moderation.AddReportAsync(report));
    }

    [Fact]
    public async Task Who_may_write_again_may_still_when_they_leave_and_come_back()
    {
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        await Rooms.MuteAsync(Id, Ben.Id, Noon.AddYears(1), Ada, Noon);
        await Rooms.RemoveParticipantAsync(Id, Ben.Id, Noon);
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        await Rooms.MuteAsync(Id, Ben.Id, null, Ada, Noon);

        await Rooms.RemoveParticipantAsync(Id, Ben.Id, Noon);

        Assert.Null((await Rooms.AddParticipantAsync(Id, Ben.Id, Noon)).Change!.Joined!.Standing.MutedUntil);
    }

    [Fact]
    public async Task A_change_of_an_empty_direct_room_is_for_who_opened_it_alone()
    {
        await Rooms.OpenDirectAsync(Direct("d1", Ben), Ada.Id);

        var empty = (await Rooms.UpdateAsync(new("d1"), new() { AssistantMode = AssistantMode.All }, Ben, Noon)).Change!;
        await Messages.AppendAsync([Says(Ben, "tea?", room: new("d1"))]);
        var begun = (await Rooms.UpdateAsync(new("d1"), new() { AssistantMode = AssistantMode.Off }, Ben, Noon)).Change!;

        Assert.Equal((true, false, false), (empty.IsSeenBy(Ben.Id), empty.IsSeenBy(Ada.Id), empty.IsSeenBy(Cy.Id)));
        Assert.Equal((true, true, false), (begun.IsSeenBy(Ben.Id), begun.IsSeenBy(Ada.Id), begun.IsSeenBy(Cy.Id)));
    }

    [Fact]
    public async Task A_reply_whose_question_is_kept_no_longer_leaves_nothing_behind()
    {
        await Messages.AppendAsync([Says(Ada, "old", "q1") with { Asks = [DraftOf("a1", "q1")] }]);
        await Messages.AppendAsync([Says(Ada, "new", "q2") with { CreatedAt = Noon.AddDays(1), Asks = [DraftOf("a2", "q2")] }]);

        await Rooms.DropHistoryAsync(Id, Noon.AddHours(1), 10);

        Assert.Equal("a2", Assert.Single(await Messages.ReadDraftsAsync(None)).MessageId.Value);
    }

    [Fact]
    public async Task Who_comes_into_a_room_is_shown_all_of_one_moment_and_who_is_no_member_nothing()
    {
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
        await Messages.AppendAsync([.. Enumerable.Range(1, 3).Select(i => Says(Ada, $"@ben {i}", $"m{i}"))]);
        var query = new ViewQuery(AfterRev: null, Changes: 10, Messages: 2, Listed: 10, Foremost: [Ben.Id]);

        var view = (await Rooms.ReadViewAsync(Id, Ben.Id, query, None))!;
        var changes = (await Rooms.ReadViewAsync(Id, Ben.Id, query with { AfterRev = 1, Changes = 1 }, None))!;

        Assert.Equal((3L, 3L, RoomRole.Member), (view.Room.Seq, view.Page.Rev, view.Standing.Role));
        Assert.Equal(["m2", "m3"], view.Page.Messages.Select(m => m.Id.Value));
        Assert.True(view.Page.HasMore);
        Assert.Equal(["ada", "ben"], view.People.Select(p => p.Name));
        Assert.Equal((3, 3, 3L), (view.Unread.Unread, view.Unread.Mentions, view.Unread.UpTo));
        Assert.Equal([Ben.Id, Ada.Id], view.Cursors.Select(c => c.MemberId));
        Assert.Equal(("m2", 2L, true), (Assert.Single(changes.Page.Messages).Id.Value, changes.Page.Rev, changes.Page.HasMore));
        Assert.Null(await Rooms.ReadViewAsync(Id, Cy.Id, query, None));
        Assert.Null(await Rooms.ReadViewAsync(new("nowhere"), Ben.Id, query, None));
    }

    static NewRoom Direct(string id, Author by) => new(new(id), "two", RoomKind.Direct, Visibility.Private, AssistantMode.Off, Noon, Owner: by.Id);
}
