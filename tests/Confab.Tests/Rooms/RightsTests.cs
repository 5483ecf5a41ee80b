using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Protocol;
using Confab.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace Confab.Tests.Rooms;

/// <summary>Everything that names a room or something in it, as everybody, against one table.</summary>
public class RightsTests
{
    /// <summary>Requests that name a room or message by nothing of their own.</summary>
    static readonly string[] Further = ["stop_stream"];

    public static TheoryData<string> Columns => [.. RightsTable.Columns];

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Each_may_do_what_the_table_says_and_nothing_else(string column)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var owner = await app.PersonAsync("owner");
        await using var target = await app.PersonAsync("target");
        await using var subject = await app.PersonAsync("subject");
        using var caller = new ApiCaller(app);
        var wrong = new List<string>();

        foreach (var (row, cells) in RightsTable.Rows)
        {
            var made = await RightsCase.MakeAsync(owner, subject, target, caller, model, column);
            var got = await made.ActAsync(row);
            if (got != cells[column]) wrong.Add($"{row} as {column}: {got}, not {cells[column]}");
            made.End();
            foreach (var socket in new[] { owner, target, subject }) await socket.EverythingSoFarAsync();
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_has_every_request_that_names_a_room_or_a_message()
    {
        var naming = WireTests.Derived(typeof(Request))
            .Where(type => type.GetProperties().Any(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) is var t && (t == typeof(RoomId) || t == typeof(MessageId))))
            .Select(type => (string)type.GetField("Type")!.GetValue(null)!);

        Assert.Equal(naming.Concat(Further).Order(), RightsTable.Rows.Keys.Where(row => !row.Contains(' ', StringComparison.Ordinal)).Select(row => row.Split('(')[0]).Distinct().Order());
    }

    [Fact]
    public async Task The_table_has_every_address_of_a_room()
    {
        await using var app = await ChatApplication.StartAsync();
        var routes = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/rooms/", StringComparison.Ordinal) || e.RoutePattern.RawText!.StartsWith("/api/files/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText}"));

        Assert.Equal(routes.Order(), RightsTable.Rows.Keys.Where(row => row.Contains(" /", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Without_a_name_nothing_of_a_room_is_shown()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);
        using var nobody = new ApiCaller(app);

        foreach (var route in RightsTable.Rows.Keys.Where(row => row.Contains(" /", StringComparison.Ordinal)).Select(row => row.Split(' ')))
        {
            var (_, body) = await nobody.SendAsync(new HttpMethod(route[0]), route[1].Replace("{id}", room.Value, StringComparison.Ordinal).Replace("{reportId}", "1", StringComparison.Ordinal));
            Assert.Equal("not_signed_in", (string?)body["code"]);
        }
    }

    [Fact]
    public async Task A_room_that_one_may_not_find_is_refused_in_the_very_words_of_one_that_is_not_there()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();
        var message = (await ada.ChatAsync("a secret", room.Value)).MessageId;
        var (noRoom, noMessage) = (RoomId.New(), MessageId.New());
        Func<RoomId, MessageId, Request>[] requests =
        [
            (r, _) => new JoinRoomRequest(r), (r, _) => new LeaveRoomRequest(r), (r, _) => new UpdateRoomRequest(r, Topic: "x"), (r, _) => new DeleteRoomRequest(r),
            (r, _) => new InviteRequest(r, ada.User.Id), (r, _) => new RemoveMemberRequest(r, ada.User.Id), (r, _) => new SetRoleRequest(r, ada.User.Id, RoomRole.Member),
            (r, _) => new MuteRequest(r, ada.User.Id, 1), (r, _) => new ChatRequest(r, "x"), (r, _) => new HistoryRequest(r), (r, _) => new TypingRequest(r, true),
            (r, _) => new ClearRequest(r), (_, m) => new EditMessageRequest(m, "x"), (_, m) => new DeleteMessageRequest(m), (_, m) => new ReactRequest(m, "👍", true),
            (_, m) => new FeedbackRequest(m, Rating.Like), (_, m) => new ReportRequest(m, "x"),
            (r, _) => new InviteRequest(r, new("assistant:tutor")), (r, _) => new RemoveMemberRequest(r, new("assistant:aibot")),
            (_, m) => new RegenerateRequest(m), (_, m) => new ContinueRequest(m),
        ];

        foreach (var request in requests)
        {
            var (hidden, absent) = (await eve.RefusedAsync(request(room, message)), await eve.RefusedAsync(request(noRoom, noMessage)));
            var words = absent.Message.Replace(noRoom.Value, room.Value, StringComparison.Ordinal).Replace(noMessage.Value, message.Value, StringComparison.Ordinal);
            Assert.Equal(absent with { Ref = null, Message = words }, hidden with { Ref = null });
        }
    }
}
