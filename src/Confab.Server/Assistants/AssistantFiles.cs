using Confab.Server.Operations;

namespace Confab.Server.Assistants;

/// <summary>
/// The assistants that files describe: those that come along, and the operator's. Of one handle the operator's counts. Both
/// folders are looked through every other second, which needs nothing of the file system and finds a folder that is made later.
/// </summary>
public sealed class AssistantFiles : Recurring
{
    // The machine's own time: files do not change in another one.
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    readonly Lock _gate = new();
    readonly AssistantList _list;
    readonly AssistantFolder _own, _readyMade;

    public AssistantFiles(AssistantList list, ServerOptions options, ILogger<AssistantFiles> logger)
        : base(Every, TimeProvider.System, logger)
    {
        _list = list;
        _own = new AssistantFolder(options.AssistantsPath, Report);
        _readyMade = new AssistantFolder(Path.Combine(AppContext.BaseDirectory, "assistants"), Report);

        void Report(string file, string why) => logger.LogWarning("{File}: {Why}", file, why);
    }

    /// <summary>The files that are no assistants, and why.</summary>
    public IReadOnlyList<(string File, string Why)> Faults
    {
        get { lock (_gate) return [.. _own.Faults, .. _readyMade.Faults]; }
    }

    /// <summary>Reads what has changed since the last time.</summary>
    public void Refresh()
    {
        lock (_gate)
            if (_own.Refresh() | _readyMade.Refresh()) _list.TakeFiles([.. _own.Assistants, .. _readyMade.Assistants]);
    }

    protected override Task WorkAsync(CancellationToken stop)
    {
        Refresh();
        return Task.CompletedTask;
    }
}
