using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Sockets;

/// <summary>Whatever comes over a socket, the server goes on, answers what can be answered exactly once, and forgets nothing and nobody.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    const int Frames = 100_000;
    const int Batch = 100;

    readonly ConcurrentDictionary<string, int> _answers = new();

    [Fact]
    public async Task A_hundred_thousand_bad_frames_harm_nobody()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CONFAB_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (again with CONFAB_SEED={seed})");
        await using var app = await ChatApplication.StartAsync();
        var bystander = await app.JoinAsync("bystander");
        await bystander.JoinAsync("quiet", create: true);
        var friend = await app.JoinAsync("friend", "quiet");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => SendAsync(app, new FrameMaker(seed + n), Frames / 4, $"fuzz{n}"))));

        // Not all of it was turned away at the door.
        Assert.Superset(new HashSet<string> { "ack", "error", "history", "ok", "pong", "room_created", "room_joined", "room_list", "stream_start" }, _answers.Keys.ToHashSet());
        await friend.ChatAsync("are you well?", "quiet");
        Assert.Equal("are you well?", (await bystander.MessageAsync("are you well?")).Content);
        Assert.DoesNotContain(bystander.Unread, f => f is ErrorFrame);
        await bystander.DisposeAsync();
        await friend.DisposeAsync();
        await TestTime.UntilAsync(() => app.Connections == 0, "every socket is forgotten");
        await TestTime.UntilAsync(() => app.Get<Confab.Server.Generation.OwnStreams>().Count == 0, "every stream is forgotten");
    }

    async Task SendAsync(ChatApplication app, FrameMaker make, int count, string name)
    {
        string? token = null;
        for (var sent = 0; sent < count;)
        {
            await using var socket = await app.OpenAsync();
            token = (await socket.HelloAsync(name, token)).Token;
            while (sent < count && await BatchAsync(socket, make, name)) sent += Batch;
        }
    }

    /// <summary>False when the server closed the socket, as it may for a token that is none.</summary>
    async Task<bool> BatchAsync(TestSocket socket, FrameMaker make, string name)
    {
        var expected = new HashSet<string>();
        var end = $"end of {name} {Guid.NewGuid()}";
        try
        {
            for (var i = 0; i < Batch; i++)
            {
                var (frame, reference) = make.Next();
                if (reference is not null) expected.Add(reference);
                await socket.Session.SendTextAsync(frame, TestTime.Deadline());
            }
            await socket.Session.SendAsync(new PingRequest { Ref = end }, TestTime.Deadline());
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or IOException)
        {
            return false;
        }

        var open = new HashSet<string>(expected) { end };
        while (open.Count > 0)
        {
            if (await socket.Session.ReceiveTextAsync(TestTime.Deadline()) is not { } text)
            {
                Assert.Equal((int)CloseCode.BadToken, socket.CloseCode);
                return false;
            }
            var frame = JsonNode.Parse(text)!;
            Assert.False((string?)frame["code"] == "internal", text);
            if ((string?)frame["ref"] is not { } answered) continue;
            _answers.AddOrUpdate((string)frame["type"]!, 1, (_, n) => n + 1);
            Assert.True(open.Remove(answered), $"\"{answered}\" was answered again, or never asked: {text}");
        }
        return true;
    }
}

/// <summary>Frames of every badness, the same for the same seed.</summary>
sealed class FrameMaker(int seed)
{
    static readonly string[] Requests =
    [
        """{"type":"hello","username":"x"}""", """{"type":"hello","token":"confab_x"}""", """{"type":"list_rooms"}""",
        """{"type":"create_room","roomName":"den","visibility":"private","assistantMode":"off"}""", """{"type":"join_room","roomId":"general","after":999999,"create":false}""",
        """{"type":"join_room","roomId":"den-1","create":true}""", """{"type":"leave_room","roomId":"general"}""", """{"type":"chat","roomId":"general","content":"hello 🐍"}""",
        """{"type":"chat","roomId":"general","content":"x","messageId":"m1","parentId":"m1"}""", """{"type":"history","roomId":"general","before":5,"limit":3}""",
        """{"type":"typing","roomId":"general","isTyping":true}""", """{"type":"start_stream","streamId":"s1","prompt":"python","options":{"maxTokens":2,"temperature":0.5,"stopSequences":["a"]}}""",
        """{"type":"start_stream","streamId":"s2","messages":[{"role":"user","content":"sql"}]}""", """{"type":"stop_stream","streamId":"s1"}""", """{"type":"list_models"}""", """{"type":"ping"}""",
    ];

    static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999999", "1.5", "\"\"", "\" \"", "[]", "{}", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "\"\\ud800\"",
        "\"\\u0000\"", "\"general\"", "\"../..\"", "\"\u202E\u200B\"", "{\"type\":\"ping\"}", "\"@AIBot\"", "\"s1\"", "-0", "1E5", "\"\\u0041\"",
    ];

    readonly Random _random = new(seed);
    int _refs;

    /// <returns>The frame, and the ref that must come back for it; null where none can be read.</returns>
    public (string Frame, string? Ref) Next() => _random.Next(10) switch
    {
        < 5 => WithRef(MutatedFields(Requests[_random.Next(Requests.Length)])),
        5 => WithRef(Requests[_random.Next(Requests.Length)]),
        6 => (Torn(Requests[_random.Next(Requests.Length)]), null),
        7 => (Noise(), null),
        8 => WithRef($"{{{Text(6)}:{Value(0)},\"type\":{Value(0)}}}"),
        _ => (Value(0), null),
    };

    (string, string?) WithRef(string frame)
    {
        // A token that is none ends the socket; often enough is seldom.
        if (frame.Contains("token", StringComparison.Ordinal) && _random.Next(100) > 0) frame = Requests[^1];
        var reference = $"{seed}.{_refs++}";
        return ($"{{\"ref\":\"{reference}\",{frame.TrimStart()[1..]}", reference);
    }

    string MutatedFields(string request)
    {
        var fields = request[1..^1].Split(",\"").Select((f, i) => i == 0 ? f : "\"" + f).ToList();
        for (var changes = _random.Next(3); changes >= 0; changes--)
        {
            var at = _random.Next(fields.Count);
            var name = fields[at].Split(':')[0];
            switch (_random.Next(4))
            {
                case 0 when at > 0: fields[at] = $"\"x\":{Value(0)}"; break;
                case 1: fields.Insert(_random.Next(1, fields.Count + 1), $"{Text(8)}:{Value(0)}"); break;
                case 2: fields.Add($"{name}:{Odd[_random.Next(Odd.Length)]}"); break;
                default: fields[at] = $"{name}:{Value(0)}"; break;
            }
        }
        return $"{{{string.Join(',', fields)}}}";
    }

    string Torn(string request)
    {
        var text = new StringBuilder(request);
        for (var changes = _random.Next(1, 6); changes > 0 && text.Length > 1; changes--)
        {
            var at = _random.Next(text.Length);
            if (_random.Next(2) == 0) text.Remove(at, Math.Min(_random.Next(1, 8), text.Length - at));
            else text.Insert(at, (char)_random.Next(1, 127));
        }
        return text.ToString();
    }

    string Noise()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    string Value(int depth) => _random.Next(depth > 5 ? 3 : 6) switch
    {
        0 => Odd[_random.Next(Odd.Length)],
        1 => _random.NextInt64().ToString(CultureInfo.InvariantCulture),
        2 => Text(20),
        3 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1)))}]",
        4 => $"{{{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => $"{Text(5)}:{Value(depth + 1)}"))}}}",
        _ => Odd[_random.Next(Odd.Length)],
    };

    string Text(int most) => "\"" + string.Concat(Enumerable.Range(0, _random.Next(most)).Select(_ => (char)_random.Next('a', 'r'))) + "\"";
}
