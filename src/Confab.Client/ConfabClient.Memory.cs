using System.Globalization;
using System.Net.Http.Json;
using Confab.Client.Http;
using Confab.Client.Memory;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>
/// What assistants remember: one's own, and of rooms that one may read. Over HTTP, as files are. A memory that one may not see is
/// refused like one that is not there: <see cref="ErrorCode.UnknownMemory"/>.
/// </summary>
public sealed partial class ConfabClient
{
    /// <summary>A page of memories.</summary>
    public Task<MemoryPage> ListMemoriesAsync(MemoryQuery? query = null, CancellationToken stop = default)
    {
        query ??= new();
        var address = Address.Of("api/memory",
            ("q", query.Words), ("assistantId", query.Assistant?.Value), ("scope", query.Scope is { } scope ? Word(scope) : null),
            ("tier", query.Tier is { } tier ? Word(tier) : null), ("roomId", query.Room?.Value), ("limit", Number(query.Limit)), ("skip", Number(query.Skip)));
        return _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Get, address), HttpJson.Default.MemoryPage, stop);
    }

    /// <summary>Has an assistant remember something.</summary>
    /// <exception cref="RequestRefusedException">It is remembered already, or nothing is to be remembered.</exception>
    public Task<MemoryInfo> AddMemoryAsync(NewMemory memory, CancellationToken stop = default) => _http.SendAsync(
        _ => new HttpRequestMessage(HttpMethod.Post, "api/memory") { Content = JsonContent.Create(memory, HttpJson.Default.NewMemory) }, HttpJson.Default.MemoryInfo, stop);

    /// <summary>Gives a memory other words, or other people who may see it.</summary>
    public Task<MemoryInfo> EditMemoryAsync(MemoryId memory, MemoryEdit edit, CancellationToken stop = default) => _http.SendAsync(
        _ => new HttpRequestMessage(HttpMethod.Patch, AddressOf(memory)) { Content = JsonContent.Create(edit, HttpJson.Default.MemoryEdit) }, HttpJson.Default.MemoryInfo, stop);

    /// <summary>Has it forgotten; it does not come back from what was said before.</summary>
    public Task ForgetAsync(MemoryId memory, CancellationToken stop = default) =>
        _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Delete, AddressOf(memory)), stop);

    /// <summary>Has everything about oneself forgotten, also what rooms remember of one.</summary>
    /// <param name="assistant">By this assistant; absent: by all.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>How many memories that were.</returns>
    public async Task<int> ForgetAllAsync(UserId? assistant = null, CancellationToken stop = default)
    {
        var address = Address.Of("api/memory", ("assistantId", assistant?.Value));
        return (await _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Delete, address), HttpJson.Default.ForgottenMemories, stop).ConfigureAwait(false)).Forgotten;
    }

    /// <summary>Writes what an assistant remembers about oneself to a stream, as JSON that <see cref="ImportMemoriesAsync"/> takes.</summary>
    public Task ExportMemoriesAsync(Stream destination, UserId? assistant = null, CancellationToken stop = default) =>
        _http.DownloadAsync(Address.Of("api/memory/export", ("assistantId", assistant?.Value)), destination, progress: null, stop);

    /// <summary>Brings memories about oneself along: an export, or <c>shortTerm</c>, <c>longTerm</c>, <c>episodic</c> and <c>semantic</c> of another program.</summary>
    public Task<MemoryImport> ImportMemoriesAsync(Stream content, UserId? assistant = null, CancellationToken stop = default)
    {
        var address = Address.Of("api/memory/import", ("assistantId", assistant?.Value));
        return _http.SendAsync(
            patience => new HttpRequestMessage(HttpMethod.Post, address) { Content = new MeasuredContent(content, patience.Watching(null)) }, HttpJson.Default.MemoryImport, stop);
    }

    /// <summary>Which assistants are not to remember one.</summary>
    public Task<MemorySwitches> ReadMemorySwitchesAsync(CancellationToken stop = default) =>
        _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Get, "api/memory/switches"), HttpJson.Default.MemorySwitches, stop);

    /// <summary>Whether an assistant remembers one, and recalls anything for one.</summary>
    public Task<MemorySwitches> SwitchMemoryAsync(UserId assistant, bool isOn, CancellationToken stop = default) => _http.SendAsync(
        _ => new HttpRequestMessage(HttpMethod.Put, "api/memory/switches") { Content = JsonContent.Create(new MemorySwitch(assistant, isOn), HttpJson.Default.MemorySwitch) },
        HttpJson.Default.MemorySwitches, stop);

    static string AddressOf(MemoryId memory) => $"api/memory/{Uri.EscapeDataString(memory.Value)}";

    static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    static string Word(MemoryScope scope) => scope switch
    {
        MemoryScope.Private => "private",
        MemoryScope.Room => "room",
        _ => "user",
    };

    static string Word(MemoryTier tier) => tier switch
    {
        MemoryTier.ShortTerm => "short_term",
        MemoryTier.LongTerm => "long_term",
        MemoryTier.Episodic => "episodic",
        _ => "semantic",
    };
}
