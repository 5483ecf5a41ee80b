using System.Runtime.InteropServices;
using System.Text;
using Confab.Inference.Llama.Native;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama.Prompts;

/// <summary>The form in which a model was taught to read a conversation.</summary>
sealed unsafe class ChatTemplate
{
    readonly string _modelId;
    readonly byte[]? _template;

    public ChatTemplate(string modelId, ModelHandle model)
    {
        _modelId = modelId;
        var template = LlamaApi.llama_model_chat_template(model, null);
        // Copied with its closing zero, so that it does not depend on the model's memory.
        if (template is not null) _template = [.. MemoryMarshal.CreateReadOnlySpanFromNullTerminated(template), 0];
    }

    public bool IsThere => _template is not null;

    /// <summary>Writes a conversation, ending where the assistant is to speak.</summary>
    /// <exception cref="ChatTemplateException">The model has no template, or one that llama.cpp does not know.</exception>
    public void Write(IReadOnlyList<ChatMessage> messages, PromptTokens prompt)
    {
        if (messages.Count == 0) throw new ArgumentException("There is no message to answer.", nameof(messages));
        var rendered = Render(messages).AsSpan();
        while (rendered.IndexOf(Placeholder.Start) is var start and >= 0)
        {
            var end = rendered.IndexOf(Placeholder.End);
            prompt.AddTemplate(rendered[..start]);
            prompt.AddPlain(messages[Placeholder.IndexIn(rendered[(start + 1)..end])].Text);
            rendered = rendered[(end + 1)..];
        }
        prompt.AddTemplate(rendered);
    }

    string Render(IReadOnlyList<ChatMessage> messages)
    {
        if (_template is null)
            throw new ChatTemplateException(
                $"The model '{_modelId}' has no chat template, so it cannot answer chat messages; it can only continue a plain text.");
        var strings = new List<nint>();
        try
        {
            var native = messages.Select((message, index) => Native(message.Role.Value, index, strings)).ToArray();
            return Apply(native);
        }
        finally
        {
            strings.ForEach(Marshal.FreeCoTaskMem);
        }
    }

    string Apply(NativeChatMessage[] messages)
    {
        var buffer = new byte[256 + 128 * messages.Length];
        var length = Apply(messages, buffer);
        if (length > buffer.Length) length = Apply(messages, buffer = new byte[length]);
        return length >= 0
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new ChatTemplateException($"The chat template of the model '{_modelId}' is of a form that llama.cpp does not know.");
    }

    int Apply(NativeChatMessage[] messages, byte[] buffer)
    {
        fixed (byte* template = _template)
        fixed (NativeChatMessage* first = messages)
        fixed (byte* to = buffer)
            return LlamaApi.llama_chat_apply_template(template, first, (nuint)messages.Length, addAssistant: true, to, buffer.Length);
    }

    static NativeChatMessage Native(string role, int index, List<nint> strings)
    {
        strings.Add(Marshal.StringToCoTaskMemUTF8(role));
        strings.Add(Marshal.StringToCoTaskMemUTF8(Placeholder.For(index)));
        return new() { Role = (byte*)strings[^2], Content = (byte*)strings[^1] };
    }

    /// <summary>Stands in a rendered template for a message's text, which never passes through the template.</summary>
    static class Placeholder
    {
        public const char Start = '\uE0F0';
        public const char End = '\uE0F1';

        public static string For(int index) => $"{Start}{index}{End}";

        public static int IndexIn(ReadOnlySpan<char> inside) =>
            int.Parse(inside, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
    }
}
