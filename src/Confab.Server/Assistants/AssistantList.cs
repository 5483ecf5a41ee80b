using System.Collections.Frozen;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Assistants;

/// <summary>Which assistants there are: those of files, and those that people made. In memory, because every message asks.</summary>
public sealed class AssistantList
{
    /// <summary>The one that is in a room where nobody chose.</summary>
    public static readonly UserId Default = new("assistant:aibot");

    readonly Lock _gate = new();
    IReadOnlyList<Assistant> _ofFiles = [];
    IReadOnlyList<Assistant> _made = [];
    volatile Known _known = new([ReadBuiltIn()]);

    /// <summary>Told of what was and what is, in order. It must not wait.</summary>
    public event Action<AssistantList, IReadOnlyList<Assistant>>? Changed;

    /// <summary>By name.</summary>
    public IReadOnlyList<Assistant> All => _known.All;

    public Assistant? Find(UserId id) => _known.ById.GetValueOrDefault(id);

    /// <exception cref="RequestRefused">There is none of this id.</exception>
    public Assistant Require(UserId id, string field) =>
        Find(id) ?? throw new RequestRefused(ErrorCode.UnknownAssistant, $"there is no assistant \"{id}\"; GET /api/assistants lists them", field);

    public Assistant? FindByHandle(string handle) => _known.All.FirstOrDefault(a => a.Handle.Equals(handle, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose name or handle this is, whatever its case and width.</summary>
    public Assistant? FindByName(string name) => _known.ByKey.GetValueOrDefault(Username.KeyOf(name));

    /// <summary>The assistants of a room. One that is gone is left out; a chat has somebody to talk with nevertheless.</summary>
    public IReadOnlyList<Assistant> In(Room room) => In(room, _known);

    /// <summary>Takes the place of those that files described before.</summary>
    public void TakeFiles(IReadOnlyList<Assistant> assistants) => Take(() => _ofFiles = assistants);

    /// <summary>Takes the place of those that people had made before.</summary>
    public void TakeMade(IReadOnlyList<Assistant> assistants) => Take(() => _made = assistants);

    /// <summary>Who was in the room when these were all there are.</summary>
    internal static IReadOnlyList<Assistant> In(Room room, IReadOnlyList<Assistant> all) => In(room, new Known(all));

    static List<Assistant> In(Room room, Known known)
    {
        var assistants = new List<Assistant>(room.Assistants?.Count ?? 0);
        foreach (var id in room.Assistants ?? [])
            if (known.ById.TryGetValue(id, out var assistant)) assistants.Add(assistant);
        if (assistants.Count == 0 && room.Kind == RoomKind.Chat) assistants.Add(known.ById[Default]);
        return assistants;
    }

    void Take(Action take)
    {
        lock (_gate)
        {
            take();
            var before = _known.All;
            // Names are one namespace: of two that are the same the operator's is meant, and AIBot is always there.
            var all = new List<Assistant>();
            var taken = new HashSet<string>();
            foreach (var assistant in (IEnumerable<Assistant>)[.. _ofFiles, .. _made, ReadBuiltIn()])
                if (!taken.Overlaps(KeysOf(assistant)))
                {
                    all.Add(assistant);
                    taken.UnionWith(KeysOf(assistant));
                }
            _known = new Known(all);
            Changed?.Invoke(this, before);
        }
    }

    static string[] KeysOf(Assistant assistant) => [Username.KeyOf(assistant.Handle), Username.KeyOf(assistant.Name)];

    static Assistant ReadBuiltIn()
    {
        using var text = new StreamReader(typeof(AssistantList).Assembly.GetManifestResourceStream("Confab.Server.Assistants.aibot.md")!);
        return AssistantFile.Parse(text.ReadToEnd());
    }

    sealed class Known(IReadOnlyList<Assistant> all)
    {
        public IReadOnlyList<Assistant> All { get; } = [.. all.OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase)];

        public FrozenDictionary<UserId, Assistant> ById { get; } = all.ToFrozenDictionary(a => a.Id);

        public FrozenDictionary<string, Assistant> ByKey { get; } =
            all.SelectMany(a => KeysOf(a).Distinct().Select(key => (key, a))).ToFrozenDictionary(pair => pair.key, pair => pair.a);
    }
}
