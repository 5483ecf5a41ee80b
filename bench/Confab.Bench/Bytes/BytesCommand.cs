using System.CommandLine;
using Confab.Bench.Reporting;

namespace Confab.Bench.Bytes;

static class BytesCommand
{
    const int Quarters = 4;

    public static Command Create()
    {
        var tokens = new Option<int>("--tokens") { Description = "Length of the answer", DefaultValueFactory = _ => 4000 };
        var write = Shared.Write();
        var command = new Command("bytes", "Bytes per token and viewer over a long answer: a count, not a time") { tokens, write };
        command.SetAction(async (parsed, _) =>
        {
            var table = new Table(["viewers", .. Enumerable.Range(1, Quarters).Select(q => $"quarter {q}, bytes/token"), "last / first"]);
            foreach (var viewers in (int[])[1, 5, 20])
            {
                var counts = await StreamedAnswer.CountAsync(parsed.GetValue(tokens), viewers, Quarters);
                var perToken = counts.Select(bytes => bytes / (parsed.GetValue(tokens) / (double)Quarters)).ToArray();
                table.Add([$"{viewers}", .. perToken.Select(b => b.Places(1)), (perToken[^1] / perToken[0]).AtMost(1.1)]);
            }
            var report = new Report("Bytes of a streamed answer");
            report.Add(table);
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }
}
