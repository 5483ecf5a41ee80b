using System.Net;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Moderation;

public class ReportTests
{
    [Fact]
    public async Task A_reported_message_is_shown_to_moderators_until_one_settles_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        var (first, second) = (await ada.ChatAsync("buy this", room.Value), await ada.ChatAsync("and that", room.Value));
        await ben.DoAsync(new ReportRequest(first.MessageId, "An advertisement"));
        await ben.DoAsync(new ReportRequest(first.MessageId, "An advertisement"));
        await ben.DoAsync(new ReportRequest(second.MessageId, "Another"));
        using var caller = new ApiCaller(app, ada);

        var reports = (await caller.GetAsync($"/api/rooms/{room}/reports")).Body["reports"]!.AsArray();
        Assert.Equal(["and that", "buy this"], reports.Select(r => (string?)r!["message"]!["content"]));
        Assert.Equal(("ben", "An advertisement", null), ((string?)reports[1]!["reporter"]!["name"], (string?)reports[1]!["reason"], reports[1]!["settledAt"]));

        var (status, settled) = await caller.SendAsync(HttpMethod.Post, $"/api/rooms/{room}/reports/{reports[1]!["id"]}/settle");
        Assert.Equal((HttpStatusCode.OK, ada.User.Id.Value), (status, (string?)settled["settledBy"]));
        Assert.NotNull(settled["settledAt"]);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.SendAsync(HttpMethod.Post, $"/api/rooms/{room}/reports/999/settle")).Status);
        var other = await ada.MakeRoomAsync("other");
        Assert.Equal(HttpStatusCode.NotFound, (await caller.SendAsync(HttpMethod.Post, $"/api/rooms/{other}/reports/{reports[0]!["id"]}/settle")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("too long")]
    public async Task A_report_says_why(string reason)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var message = await ada.ChatAsync("hello");

        var refused = await ada.RefusedAsync(new ReportRequest(message.MessageId, reason == "too long" ? new string('x', Limits.MaxReasonLength + 1) : reason));

        Assert.Equal((ErrorCode.BadRequest, "reason"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task Who_is_banned_is_listed_until_they_are_invited_again()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, eve);
        using var caller = new ApiCaller(app, ada);

        await ada.DoAsync(new RemoveMemberRequest(room, eve.User.Id, Ban: true));
        var banned = Assert.Single((await caller.GetAsync($"/api/rooms/{room}/bans")).Body["users"]!.AsArray())!;
        Assert.Equal((eve.User.Id.Value, "eve"), ((string?)banned["id"], (string?)banned["name"]));
        Assert.NotNull(banned["bannedAt"]);

        await ada.DoAsync(new InviteRequest(room, eve.User.Id));
        Assert.Empty((await caller.GetAsync($"/api/rooms/{room}/bans")).Body["users"]!.AsArray());
    }

    [Fact]
    public async Task The_owner_reads_what_was_done_in_pages_newest_first()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ada.BringAsync(room, eve);
        await ada.DoAsync(new SetRoleRequest(room, ben.User.Id, RoomRole.Moderator));
        await ada.DoAsync(new UpdateRoomRequest(room, Topic: "Order", SlowModeSeconds: 5));
        var word = await eve.ChatAsync("a bad word", room.Value);
        await ben.DoAsync(new MuteRequest(room, eve.User.Id, 5));
        await ben.DoAsync(new MuteRequest(room, eve.User.Id, 0));
        await ben.AskAsync<Ack>(new DeleteMessageRequest(word.MessageId));
        await ben.DoAsync(new RemoveMemberRequest(room, eve.User.Id, Ban: true));
        await ben.DoAsync(new InviteRequest(room, eve.User.Id));
        await ben.DoAsync(new RemoveMemberRequest(room, eve.User.Id));
        await ada.DoAsync(new UpdateRoomRequest(room, IsArchived: true));
        await ada.DoAsync(new UpdateRoomRequest(room, IsArchived: false));
        var own = await ben.ChatAsync("mine", room.Value);
        await ben.AskAsync<Ack>(new DeleteMessageRequest(own.MessageId));
        using var caller = new ApiCaller(app, ada);

        var first = (await caller.GetAsync($"/api/rooms/{room}/audit?limit=4")).Body;
        var entries = first["entries"]!.AsArray();
        Assert.True((bool)first["hasMore"]!);
        var rest = (await caller.GetAsync($"/api/rooms/{room}/audit?before={entries[^1]!["id"]}")).Body;
        Assert.False((bool)rest["hasMore"]!);
        var all = entries.Concat(rest["entries"]!.AsArray()).Select(e => e!).ToList();

        Assert.Equal(
            ["reopen", "archive", "remove", "unban", "ban", "delete_message", "unmute", "mute", "update", "set_role", "invite", "invite"],
            all.Select(e => (string?)e["action"]));
        Assert.Equal(("ben", word.MessageId.Value), ((string?)all[5]["actor"]!["name"], (string?)all[5]["target"]));
        Assert.Equal("topic: \"Order\", slowModeSeconds: 5", (string?)all[8]["detail"]);
        Assert.Equal(("ben: moderator", ben.User.Id.Value), ((string?)all[9]["detail"], (string?)all[9]["target"]));
    }
}
