using Confab.Inference.Llama.Decoding;

namespace Confab.Tests.Inference.Llama;

public sealed class PrefillPaceTests
{
    [Fact]
    public void A_chunk_is_what_fits_into_half_a_second_beside_the_answers()
    {
        var pace = new PrefillPace(new());
        Steps(pace, plain: 30, token: 2, times: 40);

        // (500 - 30) / 2, in whole groups of 16.
        Assert.Equal(224, pace.Chunk);
    }

    [Fact]
    public void A_prompt_that_grows_dearer_is_read_in_smaller_chunks()
    {
        var pace = new PrefillPace(new());
        Steps(pace, plain: 30, token: 2, times: 40);
        Steps(pace, plain: 30, token: 6, times: 40);

        Assert.Equal(64, pace.Chunk);
    }

    [Fact]
    public void A_fast_machine_takes_whole_batches()
    {
        var pace = new PrefillPace(new() { BatchSize = 512 });
        Steps(pace, plain: 8, token: 0.1, times: 5);

        Assert.Equal(512, pace.Chunk);
    }

    [Fact]
    public void A_slow_machine_does_not_let_the_prompt_starve()
    {
        var pace = new PrefillPace(new());
        Steps(pace, plain: 400, token: 20, times: 40);

        // Three more plain steps' time: 1,200 ms at 20 each, in whole groups of 16.
        Assert.Equal(48, pace.Chunk);
    }

    [Fact]
    public void Before_anything_is_known_a_chunk_is_small_and_never_more_than_a_batch()
    {
        Assert.Equal(64, new PrefillPace(new()).Chunk);
        Assert.Equal(32, new PrefillPace(new() { BatchSize = 32 }).Chunk);
    }

    [Fact]
    public void One_hiccup_does_not_upset_it()
    {
        var pace = new PrefillPace(new());
        Steps(pace, plain: 30, token: 2, times: 40);
        pace.Note(4, 224, TimeSpan.FromSeconds(2));

        Assert.InRange(pace.Chunk, 48, 223);
        Steps(pace, plain: 30, token: 2, times: 15);
        Assert.InRange(pace.Chunk, 208, 240);
    }

    [Fact]
    public void A_chunk_that_was_asked_for_stays()
    {
        var pace = new PrefillPace(new() { PrefillChunk = 100 });
        Steps(pace, plain: 30, token: 9, times: 40);

        Assert.Equal(100, pace.Chunk);
    }

    static void Steps(PrefillPace pace, double plain, double token, int times)
    {
        for (var i = 0; i < times; i++)
        {
            pace.Note(4, 0, TimeSpan.FromMilliseconds(plain));
            pace.Note(4, 64, TimeSpan.FromMilliseconds(plain + 64 * token));
        }
    }
}
