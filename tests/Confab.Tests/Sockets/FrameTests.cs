using System.Text;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Sockets;

/// <summary>Whatever one socket sends, it gets a clear answer or a clear end, and nobody else notices.</summary>
public class FrameTests
{
    [Theory]
    [InlineData("hello", null)]
    [InlineData("", null)]
    [InlineData("42", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("\"ping\"", null)]
    [InlineData("""{"type":"ping"} {}""", null)]
    [InlineData("""{"type":"ping",}""", null)]
    [InlineData("""{"type":"ping" """, null)]
    [InlineData("""{'type':'ping'}""", null)]
    [InlineData("""{"type":"ping"}/**/""", null)]
    [InlineData("{}", "type")]
    [InlineData("""{"type":null}""", "type")]
    [InlineData("""{"type":7}""", "type")]
    [InlineData("""{"type":{"type":"ping"}}""", "type")]
    [InlineData("""{"type":"\ud800"}""", null)]
    public async Task What_is_no_json_object_with_a_type_is_refused_as_such(string frame, string? field)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        var refused = await ada.RefusedAsync(frame);

        Assert.Equal((ErrorCode.BadJson, field), (refused.Code, refused.Field));
        Assert.NotEmpty(refused.Message);
        await ada.AskAsync<Pong>(new PingRequest());
    }

    [Theory]
    [InlineData("""{"type":"chat"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"general"}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":7}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":null}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":"\ud800 alone"}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":["x"]}""", "content")]
    [InlineData("""{"type":"chat","roomId":7,"content":"x"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"","content":"x"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"a b","content":"x"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"../general","content":"x"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"général","content":"x"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","content":"x"}""", "roomId")]
    [InlineData("""{"type":"chat","roomId":"general","content":"x","messageId":""}""", "messageId")]
    [InlineData("""{"type":"chat","roomId":"general","content":"x","parentId":5}""", "parentId")]
    [InlineData("""{"type":"chat","roomId":"general","content":""}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":" \n\t "}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":"a\u0000b"}""", "content")]
    [InlineData("""{"type":"chat","roomId":"general","content":"a\u001bb"}""", "content")]
    [InlineData("""{"type":"history","roomId":"general","limit":0}""", "limit")]
    [InlineData("""{"type":"history","roomId":"general","limit":201}""", "limit")]
    [InlineData("""{"type":"history","roomId":"general","limit":1e99}""", "limit")]
    [InlineData("""{"type":"history","roomId":"general","limit":"5"}""", "limit")]
    [InlineData("""{"type":"history","roomId":"general","before":-1}""", "before")]
    [InlineData("""{"type":"history","roomId":"general","before":1.5}""", "before")]
    [InlineData("""{"type":"join_room","roomId":"general","after":-1}""", "after")]
    [InlineData("""{"type":"join_room","roomId":"general","after":99999999999999999999}""", "after")]
    [InlineData("""{"type":"join_room","roomId":"general","create":"yes"}""", "create")]
    [InlineData("""{"type":"typing","roomId":"general"}""", "isTyping")]
    [InlineData("""{"type":"create_room","roomName":"x","visibility":"secret"}""", "visibility")]
    [InlineData("""{"type":"create_room","roomName":"x","visibility":1}""", "visibility")]
    [InlineData("""{"type":"start_stream","streamId":"s","messages":[{"role":"boss","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"type":"ping","ref":7}""", "ref")]
    [InlineData("""{"type":"ping","$id":"1"}""", "$id")]
    public async Task A_field_that_is_missing_or_wrong_is_named_and_nothing_changes(string frame, string field)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var refused = await ada.RefusedAsync(frame);

        Assert.Equal((ErrorCode.BadRequest, field), (refused.Code, refused.Field));
        Assert.NotEmpty(refused.Message);
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is MessageEvent or RoomUpdated);
        Assert.Equal(0, (await ada.JoinAsync()).Rev);
    }

    [Theory]
    [InlineData("""{"ref":"r1","type":"chat","roomId":"general"}""", ErrorCode.BadRequest)]
    [InlineData("""{"type":"nonsense","ref":"r1"}""", ErrorCode.UnknownType)]
    [InlineData("""{"type":"connected","ref":"r1"}""", ErrorCode.UnknownType)]
    [InlineData("""{"ref":"r1","type":"ping" """, ErrorCode.BadJson)]
    [InlineData("""{"ref":"r1"}""", ErrorCode.BadJson)]
    [InlineData("""{"ref":"r1","type":[1]}""", ErrorCode.BadJson)]
    [InlineData("""{"ref":"r1","type":"ping","type":"ping"}""", ErrorCode.BadRequest)]
    [InlineData("""{"ref":"r1","type":"leave_room","roomId":"nowhere"}""", ErrorCode.UnknownRoom)]
    [InlineData("""{"ref":"r1","type":"history","roomId":"nowhere"}""", ErrorCode.NotAMember)]
    [InlineData("""{"ref":"r1","type":"join_room","roomId":"nowhere"}""", ErrorCode.UnknownRoom)]
    [InlineData("""{"ref":"r1","type":"chat","roomId":"general","content":"x","parentId":"nothing"}""", ErrorCode.UnknownMessage)]
    [InlineData("""{"ref":"r1","type":"stop_stream","streamId":"nothing"}""", ErrorCode.UnknownStream)]
    public async Task Every_error_carries_the_ref_of_what_was_asked(string frame, ErrorCode code)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        var answer = Assert.IsType<ErrorFrame>(await ada.AnswerAsync(frame, "r1"));

        Assert.Equal(code, answer.Code);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f.Ref == "r1");
    }

    [Theory]
    [InlineData("""{"ref":"r1","type":"ping"}""", typeof(Pong))]
    [InlineData("""{"type":"ping","unknown":{"deep":[1,2]},"ref":"r1"}""", typeof(Pong))]
    [InlineData("""{"t\u0079pe":"ping","r\u0065f":"r1"}""", typeof(Pong))]
    [InlineData("""{"ref":"first","ref":"r1","type":"ping"}""", typeof(Pong))]
    [InlineData("""{"ref":"first","ref":"r1","type":"join_room","roomId":"general"}""", typeof(RoomJoined))]
    [InlineData("""{"ref":"r1","type":"list_rooms"}""", typeof(RoomList))]
    [InlineData("""{"ref":"r1","type":"list_models"}""", typeof(ModelList))]
    [InlineData("""{"ref":"r1","type":"create_room","roomName":"den","visibility":"private","assistantMode":"off"}""", typeof(RoomCreated))]
    [InlineData("""{"ref":"r1","type":"join_room","roomId":"general"}""", typeof(RoomJoined))]
    [InlineData("""{"ref":"r1","type":"join_room","roomId":"general","after":null,"create":null}""", typeof(RoomJoined))]
    [InlineData("""{"ref":"r1","type":"leave_room","roomId":"general"}""", typeof(Ok))]
    [InlineData("""{"ref":"r1","type":"chat","roomId":"general","content":"x"}""", typeof(Ack))]
    [InlineData("""{"ref":"r1","type":"history","roomId":"general"}""", typeof(HistoryPage))]
    [InlineData("""{"ref":"r1","type":"typing","roomId":"general","isTyping":true}""", typeof(Ok))]
    public async Task Every_request_with_a_ref_is_answered_by_exactly_one_frame_that_carries_it(string frame, Type answer)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        Assert.IsType(answer, await ada.AnswerAsync(frame, "r1"));
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f.Ref is not null);
    }

    [Fact]
    public async Task A_ref_of_128_characters_comes_back_whatever_its_script_and_a_longer_one_is_refused()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var longest = new string('漢', Limits.MaxRefLength);

        Assert.IsType<Pong>(await ada.AnswerAsync($$"""{"type":"ping","ref":"{{longest}}"}""", longest));
        var refused = await ada.RefusedAsync($$"""{"type":"ping","ref":"{{longest}}x"}""");
        Assert.Equal((ErrorCode.BadRequest, "ref", null), (refused.Code, refused.Field, refused.Ref));
    }

    [Fact]
    public async Task A_ref_that_is_taken_back_is_answered_without_one()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        await ada.Session.SendTextAsync("""{"type":"ping","ref":"r1","ref":null}""");
        await ada.Session.SendTextAsync("""{"type":"chat","roomId":"general","content":"x","ref":"r1","ref":null}""");

        Assert.Null((await ada.NextAsync<Pong>()).Ref);
        Assert.Null((await ada.NextAsync<Ack>()).Ref);
    }

    [Fact]
    public async Task Typing_and_leaving_without_a_ref_get_no_answer()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        await ada.Session.SendAsync(new TypingRequest(new("general"), false));
        await ada.Session.SendAsync(new LeaveRoomRequest(new("general")));

        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is Ok or ErrorFrame);
        Assert.Equal(ErrorCode.NotAMember, (await ada.RefusedAsync(new HistoryRequest(new("general")))).Code);
    }

    [Fact]
    public async Task A_message_of_the_full_length_is_taken_and_one_more_character_is_not()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var longest = new string('漢', Limits.MaxContentLength);

        await ada.ChatAsync(longest);
        Assert.Equal(longest, (await ada.NextAsync<MessageEvent>()).Message.Content);
        var refused = await ada.RefusedAsync(new ChatRequest(new("general"), longest + "!"));
        Assert.Equal((ErrorCode.BadRequest, "content"), (refused.Code, refused.Field));
        Assert.Contains("16384", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nesting_that_no_request_has_is_refused()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        Assert.Equal(ErrorCode.BadJson, (await ada.RefusedAsync($$"""{"type":"ping","x":{{deep}}}""")).Code);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, CloseCode.BadFrame)]
    public async Task A_frame_of_64_KiB_is_read_and_one_byte_more_closes_the_socket(int more, CloseCode? code)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        const string start = """{"type":"ping","ref":"r1","x":" """, end = "\"}";

        await ada.Session.SendTextAsync(start + new string('x', Limits.MaxFrameBytes - start.Length - end.Length + more) + end);

        if (code is { } expected) Assert.Equal((int)expected, await ada.ClosedAsync());
        else Assert.Equal("r1", (await ada.NextAsync<Pong>()).Ref);
        await ben.ChatAsync("still here");
    }

    [Fact]
    public async Task A_frame_without_end_is_cut_off_however_slowly_it_comes()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var socket = await RawSocket.OpenAsync(app.Address);

        await socket.SendAsync(RawSocket.Text, new byte[40_000], isFinal: false);
        await socket.SendAsync(RawSocket.Continuation, new byte[40_000], isFinal: false);

        Assert.Equal((int)CloseCode.BadFrame, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task A_binary_frame_closes_the_socket()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var socket = await RawSocket.OpenAsync(app.Address);
        await using var ben = await app.JoinAsync("ben");

        await socket.SendAsync(RawSocket.Binary, """{"type":"ping"}"""u8.ToArray());

        Assert.Equal((int)CloseCode.BadFrame, await socket.CloseCodeAsync());
        await ben.ChatAsync("still here");
    }

    [Fact]
    public async Task Text_that_is_no_utf8_closes_the_socket_with_the_standards_own_code()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var socket = await RawSocket.OpenAsync(app.Address);
        await using var ben = await app.JoinAsync("ben");

        await socket.SendAsync(RawSocket.Text, [(byte)'{', 0xC3, 0x28, (byte)'}']);

        Assert.Equal(1007, await socket.CloseCodeAsync());
        Assert.False(CloseCodes.MayReconnect(1007));
        await ben.ChatAsync("still here");
    }

    [Fact]
    public async Task A_frame_may_come_in_fragments_even_within_a_character_and_with_a_ping_between()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var socket = await RawSocket.OpenAsync(app.Address);
        var frame = Encoding.UTF8.GetBytes("""{"type":"ping","ref":"🐍"}""");

        await socket.SendAsync(RawSocket.Text, frame[..23], isFinal: false);
        await socket.SendAsync(RawSocket.Ping, "are you there"u8.ToArray());
        await socket.SendAsync(RawSocket.Continuation, frame[23..24], isFinal: false);
        await socket.SendAsync(RawSocket.Continuation, [], isFinal: false);
        await socket.SendAsync(RawSocket.Continuation, frame[24..]);

        var pong = await socket.ReceiveAsync();
        Assert.Equal((RawSocket.Pong, "are you there"), (pong!.Value.Opcode, Encoding.UTF8.GetString(pong.Value.Payload)));
        Assert.Equal("""{"type":"pong","ref":"\uD83D\uDC0D"}""", await socket.TextAsync("pong"));
    }

    [Fact]
    public async Task A_goodbye_is_returned_and_nothing_of_the_socket_stays()
    {
        await using var app = await ChatApplication.StartAsync();
        var socket = await RawSocket.OpenAsync(app.Address);
        Assert.Equal(1, app.Connections);

        await socket.SendAsync(RawSocket.Close, [0x03, 0xE8]);

        Assert.Equal(1000, await socket.CloseCodeAsync());
        await TestTime.UntilAsync(() => app.Connections == 0, "the socket is forgotten");
        await socket.DisposeAsync();
    }
}
