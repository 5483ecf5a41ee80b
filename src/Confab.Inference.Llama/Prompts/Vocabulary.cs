using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Confab.Inference.Llama.Native;

namespace Confab.Inference.Llama.Prompts;

/// <summary>A model's tokens. Safe to use from any thread while the model lives.</summary>
sealed unsafe class Vocabulary
{
    readonly ModelHandle _model;
    readonly nint _vocabulary;
    readonly byte[]?[] _pieces;

    public Vocabulary(ModelHandle model)
    {
        _model = model;
        _vocabulary = LlamaApi.llama_model_get_vocab(model);
        HasTokenizer = LlamaApi.llama_vocab_type(_vocabulary) != 0;
        Size = LlamaApi.llama_vocab_n_tokens(_vocabulary);
        _pieces = new byte[]?[Size];
        if (LlamaApi.llama_vocab_get_add_bos(_vocabulary)) PromptStart = LlamaApi.llama_vocab_bos(_vocabulary);
    }

    public nint Native => _vocabulary;

    public bool HasTokenizer { get; }

    public int Size { get; }

    /// <summary>The token that the model wants in front of every prompt, if any.</summary>
    public int? PromptStart { get; }

    public bool EndsGeneration(int token) => LlamaApi.llama_vocab_is_eog(_vocabulary, token);

    public TokenAttributes AttributesOf(int token) => LlamaApi.llama_vocab_get_attr(_vocabulary, token);

    public string NameOf(int token) =>
        Marshal.PtrToStringUTF8((nint)LlamaApi.llama_vocab_get_text(_vocabulary, token)) ?? "";

    /// <summary>The bytes a token adds to an answer: not always whole characters, and nothing for a control token.</summary>
    public ReadOnlySpan<byte> PieceOf(int token) => _pieces[token] ??= ReadPiece(token);

    /// <summary>Cuts a text into tokens. A control token's name in it is taken as plain text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="into">Gets the tokens.</param>
    /// <param name="isWhole">The text is all there is: the tokens that the model wants around it are added.</param>
    public void Tokenize(ReadOnlySpan<char> text, List<int> into, bool isWhole = false)
    {
        if (text.IsEmpty) return;
        using var alive = new Borrowed(_model);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, bytes);
        var tokens = ArrayPool<int>.Shared.Rent(length + 2);
        var count = Tokenize(bytes.AsSpan(0, length), tokens, isWhole);
        if (count < 0)
        {
            ArrayPool<int>.Shared.Return(tokens);
            tokens = ArrayPool<int>.Shared.Rent(-count);
            count = Tokenize(bytes.AsSpan(0, length), tokens, isWhole);
        }
        into.AddRange(tokens.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(tokens);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    int Tokenize(ReadOnlySpan<byte> text, int[] tokens, bool isWhole)
    {
        fixed (byte* from = text)
        fixed (int* to = tokens)
            return LlamaApi.llama_tokenize(_vocabulary, from, text.Length, to, tokens.Length, addSpecial: isWhole, parseSpecial: false);
    }

    byte[] ReadPiece(int token)
    {
        const int usual = 64;
        var buffer = stackalloc byte[usual];
        var length = LlamaApi.llama_token_to_piece(_vocabulary, token, buffer, usual, 0, special: false);
        if (length >= 0) return new ReadOnlySpan<byte>(buffer, length).ToArray();
        var piece = new byte[-length];
        fixed (byte* to = piece) LlamaApi.llama_token_to_piece(_vocabulary, token, to, piece.Length, 0, special: false);
        return piece;
    }

    /// <summary>Keeps the model from being freed while another thread tokenises.</summary>
    readonly ref struct Borrowed
    {
        readonly ModelHandle _model;

        public Borrowed(ModelHandle model)
        {
            _model = model;
            var added = false;
            model.DangerousAddRef(ref added);
        }

        public void Dispose() => _model.DangerousRelease();
    }
}
