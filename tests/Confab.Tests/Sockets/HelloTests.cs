using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Sockets;

public class HelloTests
{
    [Fact]
    public async Task Hello_gives_a_name_a_token_the_servers_abilities_and_the_rooms()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.OpenAsync();

        var welcome = await ada.HelloAsync("  Ada Lovelace ");

        Assert.Equal(("Ada Lovelace", AuthorKind.User), (welcome.User.Name, welcome.User.Kind));
        Assert.StartsWith("confab_", welcome.Token, StringComparison.Ordinal);
        Assert.Equal((Limits.MaxTokens, Limits.MaxFrameBytes), (welcome.Server.Capabilities.MaxTokens, welcome.Server.Capabilities.MaxFrameBytes));
        Assert.NotEmpty(welcome.Server.Version);
        Assert.Equal("general", Assert.Single(welcome.Rooms).Id.Value);
    }

    [Theory]
    [InlineData("Ada")]
    [InlineData("ADA")]
    [InlineData(" ada ")]
    [InlineData("Ａｄａ")]
    [InlineData("Ada\uFE0F")]
    public async Task A_taken_name_is_taken_whatever_its_case_and_width_and_while_nobody_is_connected(string twin)
    {
        await using var app = await ChatApplication.StartAsync();
        await using (var ada = await app.OpenAsync()) await ada.HelloAsync("Ada");
        await using var eve = await app.OpenAsync();

        var refused = await eve.RefusedAsync(new HelloRequest(twin));

        Assert.Equal((ErrorCode.NameTaken, "username"), (refused.Code, refused.Field));
        await eve.HelloAsync("Eve");
    }

    [Theory]
    [InlineData("AIBot")]
    [InlineData("aibot")]
    [InlineData("ＡＩＢｏｔ")]
    public async Task Nobody_can_be_called_as_an_assistant_is(string name)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var eve = await app.OpenAsync();

        Assert.Equal(ErrorCode.NameTaken, (await eve.RefusedAsync(new HelloRequest(name))).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u00A0b")]
    [InlineData("a\u3164")]
    [InlineData("\uFE0F")]
    [InlineData("a@b")]
    [InlineData("<b>")]
    [InlineData("123456789012345678901234567890123")]
    public async Task A_name_that_is_empty_too_long_or_cannot_be_seen_is_refused(string name)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var eve = await app.OpenAsync();

        var refused = await eve.RefusedAsync(new HelloRequest(name));

        Assert.Equal((ErrorCode.BadRequest, "username"), (refused.Code, refused.Field));
    }

    [Theory]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("Zoë Müller-Lüdenscheidt")]
    [InlineData("小明")]
    [InlineData("🐍")]
    public async Task Names_of_every_script_are_welcome_up_to_the_limit(string name)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var socket = await app.OpenAsync();

        Assert.Equal(name, (await socket.HelloAsync(name)).User.Name);
    }

    [Fact]
    public async Task The_token_is_the_way_back_also_beside_another_name_and_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        Connected first;
        await using (var app = await ChatApplication.StartAsync(folder: folder))
        {
            await using var ada = await app.OpenAsync();
            first = await ada.HelloAsync("Ada");
        }
        await using (var app = await ChatApplication.StartAsync(folder: folder))
        {
            await using var back = await app.OpenAsync();
            var again = await back.HelloAsync("Somebody else", first.Token);
            Assert.Equal((first.User, first.Token), (again.User, again.Token));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("confab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_wrong_token_gets_an_error_with_its_ref_and_then_the_socket_closes_for_good(string token)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var eve = await app.OpenAsync();

        var refused = await eve.RefusedAsync(new HelloRequest(Token: token));

        Assert.Equal((ErrorCode.BadToken, "token"), (refused.Code, refused.Field));
        Assert.Equal((int)CloseCode.BadToken, await eve.ClosedAsync());
        Assert.False(CloseCodes.MayReconnect(eve.CloseCode));
    }

    [Fact]
    public async Task A_hello_whose_answer_got_lost_can_be_said_again_with_the_token_the_client_made()
    {
        var token = "confab_" + new string('a', 42) + "A";
        await using var app = await ChatApplication.StartAsync();
        await using (var lost = await app.OpenAsync()) await lost.HelloAsync("Ada", token);
        await using var again = await app.OpenAsync();
        await using var eve = await app.OpenAsync();

        var welcome = await again.HelloAsync("Ada", token);
        var refused = await eve.RefusedAsync(new HelloRequest("Ada", "confab_" + new string('b', 42) + "A"));

        Assert.Equal(("Ada", token), (welcome.User.Name, welcome.Token));
        Assert.Equal((ErrorCode.NameTaken, "username"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_token_of_the_clients_own_making_must_be_as_hard_to_guess_as_ours()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.OpenAsync();

        var refused = await ada.RefusedAsync(new HelloRequest("Ada", "secret"));

        Assert.Equal((ErrorCode.BadRequest, "token"), (refused.Code, refused.Field));
        await ada.HelloAsync("Ada");
    }

    [Fact]
    public async Task Rooms_say_which_of_them_are_ones_own_on_every_device()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var tea = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("tea"))).Room.Id;
        await using var phone = await app.OpenAsync();

        var welcome = await phone.HelloAsync(token: ada.Welcome!.Token);

        Assert.Equal([("general", true), ("tea", true)], welcome.Rooms.Select(r => (r.Name, r.IsMember!.Value)));
        Assert.Equal([("general", true), ("tea", false)], (await ben.AskAsync<RoomList>(new ListRoomsRequest())).Rooms.Select(r => (r.Name, r.IsMember!.Value)));
        Assert.NotEqual(default, tea);
    }

    [Fact]
    public async Task Hello_needs_a_name_or_a_token_and_is_said_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.OpenAsync();

        Assert.Equal((ErrorCode.BadRequest, "username"), await ada.RefusedAsync(new HelloRequest()) is { } e ? (e.Code, e.Field) : default);
        await ada.HelloAsync("Ada");
        Assert.Equal(ErrorCode.AlreadySignedIn, (await ada.RefusedAsync(new HelloRequest("Ben"))).Code);
        Assert.Equal("Ada", (await ada.JoinAsync()).Members.Single(m => m.Kind == AuthorKind.User).Name);
    }

    [Fact]
    public async Task Before_hello_only_hello_and_ping_are_answered()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var socket = await app.OpenAsync();
        var room = new RoomId("general");
        Request[] requests =
        [
            new ListRoomsRequest(), new CreateRoomRequest("x"), new JoinRoomRequest(room), new LeaveRoomRequest(room), new ChatRequest(room, "x"), new HistoryRequest(room),
            new TypingRequest(room, true), new StartStreamRequest(StreamId.New(), "x"), new StopStreamRequest(StreamId.New()), new ListModelsRequest(),
        ];

        foreach (var request in requests) Assert.Equal(ErrorCode.NotSignedIn, (await socket.RefusedAsync(request)).Code);
        await socket.AskAsync<Pong>(new PingRequest());
        await socket.HelloAsync("Ada");
    }
}
