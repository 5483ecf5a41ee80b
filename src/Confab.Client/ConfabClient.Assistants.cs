using System.Net.Http.Json;
using System.Text;
using Confab.Client.Assistants;
using Confab.Client.Http;
using Confab.Client.Prompts;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>Assistants and what they use. Over HTTP, as files are. Into a room an assistant comes by <see cref="InviteAsync"/> with its id.</summary>
public sealed partial class ConfabClient
{
    /// <summary>The assistants of the server.</summary>
    public Task<AssistantDirectory> ListAssistantsAsync(CancellationToken stop = default) =>
        _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Get, "api/assistants"), HttpJson.Default.AssistantDirectory, stop);

    /// <summary>One of them.</summary>
    /// <exception cref="RequestRefusedException">There is no such assistant.</exception>
    public Task<AssistantInfo> ReadAssistantAsync(UserId assistant, CancellationToken stop = default) =>
        _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Get, AddressOf(assistant)), HttpJson.Default.AssistantInfo, stop);

    /// <summary>Makes one of one's own; a person has at most 20.</summary>
    /// <exception cref="RequestRefusedException">A field is wrong, or the name or handle taken.</exception>
    public Task<AssistantInfo> MakeAssistantAsync(AssistantDraft assistant, CancellationToken stop = default) => _http.SendAsync(
        _ => new HttpRequestMessage(HttpMethod.Post, "api/assistants") { Content = JsonContent.Create(assistant, HttpJson.Default.AssistantDraft) },
        HttpJson.Default.AssistantInfo, stop);

    /// <summary>Gives one's own assistant these fields in place of all it had.</summary>
    public Task<AssistantInfo> ChangeAssistantAsync(UserId assistant, AssistantDraft fields, CancellationToken stop = default) => _http.SendAsync(
        _ => new HttpRequestMessage(HttpMethod.Put, AddressOf(assistant)) { Content = JsonContent.Create(fields, HttpJson.Default.AssistantDraft) },
        HttpJson.Default.AssistantInfo, stop);

    /// <summary>Deletes one's own; it is out of its rooms at once, and its messages stay.</summary>
    public Task DeleteAssistantAsync(UserId assistant, CancellationToken stop = default) =>
        _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Delete, AddressOf(assistant)), stop);

    /// <summary>An assistant as a text: front matter and Markdown. For who made it, and the operator.</summary>
    public async Task<string> ReadAssistantTextAsync(UserId assistant, CancellationToken stop = default)
    {
        using var text = new MemoryStream();
        await _http.DownloadAsync(AddressOf(assistant) + "/file", text, progress: null, stop).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>What assistants can be given to use.</summary>
    public Task<ToolDirectory> ListToolsAsync(CancellationToken stop = default) =>
        _http.SendAsync(_ => new HttpRequestMessage(HttpMethod.Get, "api/tools"), HttpJson.Default.ToolDirectory, stop);

    /// <summary>What an assistant saw for an answer.</summary>
    /// <param name="answer">An answer that one may read.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="RequestRefusedException">There is no such answer, or nothing is known of what it was made of.</exception>
    public Task<AnswerPrompt> ReadPromptAsync(MessageId answer, CancellationToken stop = default) => _http.SendAsync(
        _ => new HttpRequestMessage(HttpMethod.Get, $"api/messages/{Uri.EscapeDataString(answer.Value)}/prompt"), HttpJson.Default.AnswerPrompt, stop);

    static string AddressOf(UserId assistant) => $"api/assistants/{Uri.EscapeDataString(assistant.Value)}";
}
