using System.CommandLine;
using Confab.Bench.Reporting;

namespace Confab.Bench.Opening;

/// <summary>A room with a million messages is opened at the price of one with a hundred, and a list of rooms costs what it shows.</summary>
static class OpenCommand
{
    const int Few = 100, OthersRooms = 20_000;

    static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var messages = new Option<int>("--messages") { Description = "In the large room", DefaultValueFactory = _ => 1_000_000 };
        var rounds = Shared.Rounds();
        var write = Shared.Write();
        var command = new Command("open", "Opening a large room beside a small one, and listing rooms among many of others") { messages, rounds, write };
        command.SetAction(async (parsed, _) =>
        {
            await using var small = await Rooms.MakeAsync(Few, Few);
            await using var large = await Rooms.MakeAsync(parsed.GetValue(messages), OthersRooms);
            var table = new Table("processor µs", $"{Few} messages, {Few} rooms of others", $"{parsed.GetValue(messages):N0} messages, {OthersRooms:N0} rooms of others", "large / small");
            await AddAsync("open: the newest page", rooms => rooms.OpenAsync(isBack: false));
            await AddAsync("come back: ten changes", rooms => rooms.OpenAsync(isBack: true));
            await AddAsync("list of rooms, with what is unread", rooms => rooms.ListAsync());
            var report = new Report("Opening a room");
            report.Add(table);
            report.Publish(parsed.GetValue(write));

            async Task AddAsync(string what, Func<Rooms, Task<int>> act)
            {
                var (few, many) = (new List<double>(), new List<double>());
                for (var round = 0; round <= parsed.GetValue(rounds); round++)
                {
                    var (one, other) = (await CostAsync(() => act(small)), await CostAsync(() => act(large)));
                    // The first one brings the pages into memory.
                    if (round == 0) continue;
                    few.Add(one);
                    many.Add(other);
                }
                var (least, most) = (few.Median(x => x), many.Median(x => x));
                table.Add(what, least.Places(0), most.Places(0), (most / least).AtMost(1.2));
            }
        });
        return command;
    }

    static async Task<double> CostAsync(Func<Task<int>> act)
    {
        var (used, count) = (Environment.CpuUsage.TotalTime, 0);
        do await act();
        while (++count > 0 && Environment.CpuUsage.TotalTime - used < s_least);
        return (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / count;
    }
}
