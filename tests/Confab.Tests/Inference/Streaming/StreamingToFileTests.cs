using Confab.Inference.Streaming;
using Confab.Inference.Streaming.Events;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Streaming;

public sealed class StreamingToFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;

    string Target => Path.Combine(_folder, "answer.txt");

    [Fact]
    public async Task The_file_is_there_when_the_answer_is_complete()
    {
        var model = new ScriptedModel();
        var time = new FakeTime();
        var progress = new Reports();
        var writing = model.StreamToFileAsync("hi", Target, new() { MaxTokens = 10 }, progress, time);
        var speech = await model.NextAsync();
        speech.Say("Grüße ");
        await TestTime.UntilAsync(() => new DirectoryInfo(_folder).EnumerateFiles().Single().Length > 0, "something is written");
        Assert.False(File.Exists(Target));
        time.Advance(TimeSpan.FromSeconds(1));
        speech.Say("\ud83d").Say("\ude42").Finish();

        var written = await writing.WaitAsync(TestTime.Deadline());

        Assert.Equal("Grüße 🙂"u8.ToArray(), await File.ReadAllBytesAsync(Target));
        Assert.Equal((Target, 8, 3), (written.Path, written.Characters, written.Answer.Tokens));
        Assert.Equal([Target], Directory.GetFiles(_folder));
        Assert.Equal((2, 20.0), (progress.All.Single().Tokens, progress.All.Single().Percent));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_nothing_and_touches_nothing()
    {
        await File.WriteAllTextAsync(Target, "before");
        using var client = new Acts(Acts.Breaks(new IOException("gone"), "half", " an"));

        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => client.StreamToFileAsync("hi", Target))).Message);
        Assert.Equal([Target], Directory.GetFiles(_folder));
        Assert.Equal("before", await File.ReadAllTextAsync(Target));
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_and_stops_the_model()
    {
        var model = new ScriptedModel();
        using var stop = new CancellationTokenSource();
        var writing = model.StreamToFileAsync("hi", Target, cancellationToken: stop.Token);
        var speech = await model.NextAsync();
        speech.Say("half");
        await TestTime.UntilAsync(() => new DirectoryInfo(_folder).EnumerateFiles().Single().Length > 0, "something is written");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await speech.Ended;
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_before_the_model_is_asked()
    {
        using var client = new Acts(Acts.Says("x"));

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => client.StreamToFileAsync("hi", Path.Combine(_folder, "no", "answer.txt")));
        Assert.Equal(0, client.Calls);
    }

    [Fact]
    public async Task An_existing_file_is_replaced()
    {
        await File.WriteAllTextAsync(Target, "a longer text from before");
        using var client = new Acts(Acts.Says("new"));

        await client.StreamToFileAsync("hi", Target);

        Assert.Equal("new", await File.ReadAllTextAsync(Target));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    sealed class Reports : IProgress<GenerationEvent.Progress>
    {
        public List<GenerationEvent.Progress> All { get; } = [];

        public void Report(GenerationEvent.Progress value) => All.Add(value);
    }
}
