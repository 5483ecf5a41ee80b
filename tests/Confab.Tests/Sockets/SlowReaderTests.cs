using System.IO.Pipelines;
using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Tests.Support;

namespace Confab.Tests.Sockets;

public class SlowReaderTests
{
    [Fact]
    public async Task A_socket_that_does_not_read_is_closed_as_too_slow_while_the_others_get_everything()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time, Sockets = o.Sockets with { SendLimitBytes = 64 * 1024 } });
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var slow = await RawSocket.OpenAsync(app.Address, receiveBuffer: 4096);
        await slow.SendTextAsync("""{"type":"hello","username":"slow"}""");
        await slow.SendTextAsync("""{"type":"join_room","roomId":"general"}""");
        await slow.TextAsync("room_joined");
        Assert.Equal(3, app.Connections);

        var longest = new string('漢', Limits.MaxContentLength);
        var sent = 0;
        for (; app.Connections == 3 && sent < 400; sent++)
        {
            var ack = await ada.ChatAsync(longest);
            Assert.Equal(ack.Seq, (await ben.NextAsync<MessageEvent>()).Message.Seq);
            await ada.NextAsync<MessageEvent>();
            if (sent % 10 == 9) time.Advance(TimeSpan.FromSeconds(5)); // a closed socket is cut after this long
        }

        Assert.Equal(2, app.Connections);
        Assert.InRange(sent, 2, 399);
        await ben.ChatAsync("still here");
    }

    [Fact]
    public async Task What_waits_for_a_reader_is_bounded_and_then_nothing_more_is_taken()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
        var queue = new SendQueue(10_000);
        var refusals = 0;
        queue.TooSlow += () => refusals++;
        queue.Open(pipe.Writer);
        var frame = new byte[100];

        var taken = 0;
        while (refusals == 0 && taken < 10_000)
            if (queue.Enqueue(frame)) taken++;

        Assert.Equal(1, refusals);
        Assert.InRange(taken * frame.Length, 10_000, 12_000);
        Assert.True(queue.Finish(new byte[7]));
        Assert.False(queue.Enqueue(frame));
        Assert.Equal((taken * 100) + 7, await ReadAllAsync(pipe.Reader, (taken * 100) + 7));
    }

    [Fact]
    public void One_answer_larger_than_the_bound_passes_where_nothing_waits_and_only_there()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
        var queue = new SendQueue(10_000);
        queue.Open(pipe.Writer);

        Assert.True(queue.Enqueue(new byte[50_000]));
        Assert.True(queue.Enqueue(new byte[100]));
        Assert.False(queue.Enqueue(new byte[50_000]));
    }

    [Fact]
    public async Task A_room_of_the_longest_messages_can_be_joined_and_read_to_its_beginning()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var longest = string.Concat(Enumerable.Repeat("🐍", Limits.MaxContentLength / 2));
        for (var i = 0; i < 60; i++) await ada.AnswerAsync($$"""{"type":"chat","roomId":"general","content":"{{longest}}","ref":"m{{i}}"}""", $"m{i}");

        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");
        var joined = await ben.JoinAsync();
        var seqs = joined.Messages.Select(m => m.Seq).Reverse().ToList();
        for (var hasMore = joined.HasMore; hasMore;)
        {
            var page = await ben.AskAsync<HistoryPage>(new HistoryRequest(new("general"), seqs[^1], Limits.MaxPage));
            seqs.AddRange(page.Messages.Select(m => m.Seq).Reverse());
            hasMore = page.HasMore;
        }

        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(n => (long)n), seqs);
    }

    static async Task<long> ReadAllAsync(PipeReader reader, long expected)
    {
        long length = 0;
        while (length < expected)
        {
            var read = await reader.ReadAsync(TestTime.Deadline());
            length += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
        }
        return length;
    }
}
