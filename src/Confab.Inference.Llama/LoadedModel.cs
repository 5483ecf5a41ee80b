using Confab.Inference.Catalog;
using Confab.Inference.Llama.Embeddings;
using Confab.Inference.Llama.Grammars;
using Confab.Inference.Llama.Native;
using Confab.Inference.Llama.Prompts;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama;

/// <summary>The parts of a model in memory; it owns the native ones.</summary>
sealed class LoadedModel : IAsyncDisposable
{
    readonly ModelHandle _model;
    readonly Vocabulary _vocabulary;
    readonly ChatTemplate _template;
    readonly Lazy<ControlTokens> _control;

    public LoadedModel(string id, ModelHandle model, Vocabulary vocabulary)
    {
        Id = id;
        _model = model;
        _vocabulary = vocabulary;
        _template = new ChatTemplate(id, model);
        _control = new(() => new ControlTokens(vocabulary));
    }

    public string Id { get; }

    public bool HasChatTemplate => _template.IsThere;

    /// <summary>Makes embeddings; null where the model has none.</summary>
    public LlamaEmbeddingGenerator? Embeddings { get; set; }

    public int CountTokens(string text)
    {
        var tokens = new List<int>();
        WhileLoaded(() => _vocabulary.Tokenize(text, tokens));
        return tokens.Count;
    }

    /// <summary>A text's tokens with those that the model wants around a whole text.</summary>
    public int[] TokenizeAlone(string text)
    {
        var tokens = new List<int>();
        WhileLoaded(() => _vocabulary.Tokenize(text, tokens, isWhole: true));
        return [.. tokens];
    }

    /// <summary>Makes a prompt's tokens: a conversation in the model's template, or the only message as plain text.</summary>
    public int[] Tokenize(IReadOnlyList<ChatMessage> messages, bool isRaw)
    {
        int[] tokens = [];
        WhileLoaded(() =>
        {
            var prompt = new PromptTokens(_vocabulary, _control.Value);
            if (isRaw) prompt.AddPlain(Only(messages).Text);
            else _template.Write(messages, prompt);
            tokens = prompt.ToArray();
        });
        return tokens.Length > 0 ? tokens : throw new ArgumentException("The prompt is empty.", nameof(messages));
    }

    /// <summary>Makes the grammar of one answer.</summary>
    /// <exception cref="ArgumentException">The schema is invalid, or asks for what a grammar cannot express.</exception>
    public Grammar? GrammarOf(ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json) return null;
        var rules = json.Schema is { } schema ? SchemaGrammar.From(schema) : SchemaGrammar.AnyJson();
        Grammar? grammar = null;
        WhileLoaded(() => grammar = Grammar.Compile(rules, _vocabulary));
        return grammar;
    }

    public async ValueTask DisposeAsync()
    {
        if (Embeddings is IAsyncDisposable embeddings) await embeddings.DisposeAsync().ConfigureAwait(false);
        _model.Dispose();
    }

    static ChatMessage Only(IReadOnlyList<ChatMessage> messages) => messages.Count == 1
        ? messages[0]
        : throw new ArgumentException("A raw prompt is exactly one message.", nameof(messages));

    void WhileLoaded(Action action)
    {
        var isHeld = false;
        try
        {
            _model.DangerousAddRef(ref isHeld);
            action();
        }
        catch (ObjectDisposedException)
        {
            throw new ModelUnloadedException(Id);
        }
        finally
        {
            if (isHeld) _model.DangerousRelease();
        }
    }
}
