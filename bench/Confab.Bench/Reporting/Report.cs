using System.Text;

namespace Confab.Bench.Reporting;

/// <summary>What a benchmark found: printed, and with <c>--write</c> kept in RESULTS.md.</summary>
sealed class Report(string title)
{
    readonly StringBuilder _text = new($"\n## {title}\n\n`dotnet run -c Release --project bench/Confab.Bench -- {string.Join(' ', Arguments)}`\n");

    public void Add(object part) => _text.Append('\n').Append(part.ToString()!.TrimEnd()).Append('\n');

    public void Publish(bool write)
    {
        Console.WriteLine(_text);
        if (write) File.AppendAllText(Results, _text.ToString());
    }

    static IEnumerable<string> Arguments => Environment.GetCommandLineArgs().Skip(1).Where(a => a != "--write");

    static string Results
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "confab.slnx"))) return Path.Combine(folder.FullName, "bench", "RESULTS.md");
            return Path.Combine(Environment.CurrentDirectory, "RESULTS.md");
        }
    }
}
