using System.Text;
using System.Text.Json;
using Confab.Inference.Llama;
using Confab.Inference.Llama.Grammars;
using Confab.Inference.Llama.Native;
using Confab.Inference.Llama.Prompts;

namespace Confab.Tests.Inference.Llama.Grammars;

/// <summary>Asks llama.cpp whether a text is one that a grammar lets through, byte by byte, without a model that says it.</summary>
public sealed class GrammarReader : IDisposable
{
    const int FirstByteToken = 3;
    const int EndToken = 2;

    readonly TestModel _file = TestModel.Wild();
    readonly ModelHandle _model;

    public GrammarReader()
    {
        LlamaRuntime.Start(null);
        _model = ModelFile.Open(_file.Path, new LlamaOptions(), null, default);
        Vocabulary = new Vocabulary(_model);
    }

    internal Vocabulary Vocabulary { get; }

    public bool Fits(string schema, string text)
    {
        using var document = JsonDocument.Parse(schema);
        return FitsGrammar(SchemaGrammar.From(document.RootElement), text);
    }

    public bool FitsGrammar(string gbnf, string text)
    {
        using var grammar = Grammar.Compile(gbnf, Vocabulary);
        foreach (var token in Encoding.UTF8.GetBytes(text).Select(value => value + FirstByteToken))
        {
            if (!grammar.Allows(token)) return false;
            grammar.Accept(token);
        }
        return grammar.Allows(EndToken);
    }

    public void Dispose()
    {
        _model.Dispose();
        _file.Dispose();
    }
}
