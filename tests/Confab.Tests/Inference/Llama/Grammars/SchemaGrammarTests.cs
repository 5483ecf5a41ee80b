using System.Globalization;
using System.Text.Json;
using Confab.Inference.Llama.Grammars;
using FsCheck;
using FsCheck.Fluent;

namespace Confab.Tests.Inference.Llama.Grammars;

public sealed class SchemaGrammarTests(GrammarReader reader) : IClassFixture<GrammarReader>
{
    [Theory]
    [InlineData("""{"a":1}""", true)]
    [InlineData("""{ "a": 1, "c": null }""", true)]
    [InlineData("{\n  \"a\": 1,\n  \"b\": true,\n  \"c\": null\n}", true)]
    [InlineData("""{"a":1,"b":true,"d":1}""", false)]
    [InlineData("""{"b":true}""", false)]
    [InlineData("""{"b":true,"a":1}""", false)]
    [InlineData("""{"a":1,}""", false)]
    [InlineData("""{"a":1""", false)]
    [InlineData("""{"a":1}}""", false)]
    [InlineData("""{"a":01}""", false)]
    public void Properties_come_in_the_schemas_order_with_the_required_ones(string text, bool fits) => Assert.Equal(fits, reader.Fits(
        """{"properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"null"}},"required":["a"]}""", text));

    [Theory]
    [InlineData("""{"to":1}""", true)]
    [InlineData("""{"to":1,"top":"x","t":"y","":"z","toe":"","other":"o"}""", true)]
    [InlineData("""{"other":"o"}""", false)]
    [InlineData("""{"to":1,"to":"x"}""", false)]
    [InlineData("""{"to":1,"\u0074o":"x"}""", false)]
    [InlineData("""{"to":1,"ton":"x"}""", false)]
    [InlineData("""{"to":1,"ton":2}""", true)]
    [InlineData("""{"to":1,"🙂":"x"}""", false)]
    [InlineData("""{"to":1,"🙃":"x"}""", true)]
    public void Other_properties_are_never_called_as_a_declared_one(string text, bool fits) => Assert.Equal(fits, reader.Fits(
        """{"properties":{"to":{"type":"integer"},"ton":{"type":"integer"},"🙂":{"type":"integer"}},"required":["to"],"additionalProperties":{"type":"string"}}""", text));

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"x":[1,{"y":null}],"z":"w"}""", true)]
    [InlineData("[]", false)]
    public void An_object_of_which_nothing_is_said_holds_anything(string text, bool fits) =>
        Assert.Equal(fits, reader.Fits("""{"type":"object"}""", text));

    [Theory]
    [InlineData("1", true)]
    [InlineData("-0.5e+3", true)]
    [InlineData(@"""tab\t, quote \"", \u00e9, \uD83D\uDE42 and 🙂""", true)]
    [InlineData("[ 1, [], {} ]", true)]
    [InlineData("", false)]
    [InlineData("NaN", false)]
    [InlineData("\"line\nend\"", false)]
    [InlineData(@"""half \uD83D""", false)]
    [InlineData(@"""\x""", false)]
    [InlineData("1 2", false)]
    public void Any_json_is_all_of_json_and_nothing_else(string text, bool fits) =>
        Assert.Equal(fits, reader.FitsGrammar(SchemaGrammar.AnyJson(), text));

    [Theory]
    [InlineData("""{"minItems":1,"maxItems":3,"items":{"const":0}}""", "[0]", true)]
    [InlineData("""{"minItems":1,"maxItems":3,"items":{"const":0}}""", "[0, 0,0]", true)]
    [InlineData("""{"minItems":1,"maxItems":3,"items":{"const":0}}""", "[]", false)]
    [InlineData("""{"minItems":1,"maxItems":3,"items":{"const":0}}""", "[0,0,0,0]", false)]
    [InlineData("""{"minItems":2,"items":{"const":0}}""", "[0]", false)]
    [InlineData("""{"minItems":2,"items":{"const":0}}""", "[0,0,0,0,0]", true)]
    [InlineData("""{"maxItems":1,"items":{"const":0}}""", "[]", true)]
    [InlineData("""{"maxItems":1,"items":{"const":0}}""", "[0,0]", false)]
    public void Arrays_have_as_many_items_as_they_may(string schema, string text, bool fits) => Assert.Equal(fits, reader.Fits(schema, text));

    [Theory]
    [InlineData("\"a\"", false)]
    [InlineData("\"ab\"", true)]
    [InlineData("\"🙂🙂🙂\"", true)]
    [InlineData(@"""\n\uD83D\uDE42\u0041""", true)]
    [InlineData("\"abcd\"", false)]
    public void A_strings_length_is_counted_in_characters(string text, bool fits) =>
        Assert.Equal(fits, reader.Fits("""{"minLength":2,"maxLength":3}""", text));

    [Theory]
    [InlineData("^a|b$", "x", null)]
    [InlineData("^(a|bc)$", "bc", true)]
    [InlineData("^(a|bc)$", "abc", false)]
    [InlineData("bc", "abcd", true)]
    [InlineData("bc", "abd", false)]
    [InlineData("^bc", "bcd", true)]
    [InlineData("^bc", "abc", false)]
    [InlineData("bc$", "abc", true)]
    [InlineData(@"^\d{3}-\d{2,}$", "123-4567", true)]
    [InlineData(@"^\d{3}-\d{2,}$", "123-4", false)]
    [InlineData(@"^[\w.+-]+@[\w-]+\.[a-z]{2,3}$", "a.b+c@d-e.org", true)]
    [InlineData(@"^[\w.+-]+@[\w-]+\.[a-z]{2,3}$", "a.b+c@d-e.o", false)]
    [InlineData("^(?:ab?)*$", "", true)]
    [InlineData("^(?:ab?)*$", "aaba", true)]
    [InlineData("^(?:ab?)*$", "abb", false)]
    [InlineData(@"^[^\d]\S.$", "x!é", true)]
    [InlineData(@"^[^\d]\S.$", "1!é", false)]
    [InlineData(@"^\u0041\x42\.\\$", @"AB.\\", true)]
    [InlineData("^é?🙂{2}$", "é🙂🙂", true)]
    [InlineData("^[à-ü🙂-🙄]+$", "êü🙃", true)]
    [InlineData("^[à-ü🙂-🙄]+$", "e", false)]
    [InlineData("^(a$", "x", null)]
    [InlineData("^a)$", "x", null)]
    [InlineData("^[a$", "x", null)]
    [InlineData("^[z-a]$", "x", null)]
    [InlineData("^*a$", "x", null)]
    [InlineData("^a{3,1}$", "x", null)]
    [InlineData("^a{5000}$", "x", null)]
    [InlineData("^(?=a)b$", "x", null)]
    [InlineData(@"^(a)\1$", "x", null)]
    [InlineData(@"^a\b$", "x", null)]
    [InlineData("^a$b$", "x", null)]
    [InlineData(@"^\p{L}$", "x", null)]
    public void A_pattern_lets_through_what_it_matches_or_is_refused(string pattern, string text, bool? fits)
    {
        var schema = JsonSerializer.Serialize(new { type = "string", pattern });

        if (fits is null) Assert.Contains("'pattern' at #", Assert.Throws<ArgumentException>(() => reader.Fits(schema, "x")).Message, StringComparison.Ordinal);
        else Assert.Equal(fits, reader.Fits(schema, $"\"{text}\""));
    }

    [Fact]
    public void A_whole_number_fits_exactly_when_it_lies_between_the_bounds()
    {
        var bound = Gen.Choose(-120_000, 120_000);
        var cases = from one in bound from other in bound from number in bound select (Math.Min(one, other), Math.Max(one, other), number);
        Prop.ForAll(cases.ToArbitrary(), numbers =>
        {
            var (least, most, number) = numbers;
            var grammar = Text($"root ::= {NumberRange.Integers(least, most)}");
            return new[] { number, least, most, least - 1, most + 1 }
                .All(tried => reader.FitsGrammar(grammar, Text($"{tried}")) == (least <= tried && tried <= most));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("0.25", true)]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("1.01", false)]
    [InlineData("-0.5", true)]
    [InlineData("-2", true)]
    [InlineData("-2.5", false)]
    [InlineData("1e1", false)]
    public void A_decimal_lies_between_its_bounds(string text, bool fits) =>
        Assert.Equal(fits, reader.Fits("""{"type":"number","minimum":-2.25,"maximum":1.5}""", text));

    [Theory]
    [InlineData("not a schema", "neither an object nor true or false")]
    [InlineData(false, "allows nothing at #")]
    [InlineData("""{"properties":{"a":{"not":{}}}}""", "'not' at #/properties/a is not supported")]
    [InlineData("""{"items":{"anyOf":[{},{"multipleOf":3}]}}""", "'multipleOf' at #/items/anyOf/1 is not supported")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "'uniqueItems' at # is not supported")]
    [InlineData("""{"type":"text"}""", "'type' at # is text")]
    [InlineData("""{"enum":[]}""", "'enum' at # has to be an array that is not empty")]
    [InlineData("""{"type":"integer","enum":["a"]}""", "'enum' at # has no value of its type")]
    [InlineData("""{"minLength":3,"maxLength":2}""", "'minLength' at # is 3 and larger")]
    [InlineData("""{"maxLength":5000}""", "'maxLength' at # is 5000, and only 0 to 2,000")]
    [InlineData("""{"type":"integer","minimum":2.2,"maximum":2.8}""", "leaves no whole number")]
    [InlineData("""{"type":"integer","minimum":1e300}""", "not a usable number")]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "for integers only")]
    [InlineData("""{"$ref":"https://example.org/schema"}""", "only places within the schema")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "there is nothing")]
    [InlineData("""{"$ref":"#"}""", "left recursion")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "left recursion")]
    [InlineData("""{"type":"object","anyOf":[{"$ref":"#"}]}""", "")]
    [InlineData("""{"required":["b"],"additionalProperties":false}""", "names 'b', which its 'additionalProperties' forbids")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"null"}}},{"properties":{"a":{"type":"string"}}}]}""", "said twice")]
    public void What_cannot_be_kept_is_refused_with_the_keyword_and_its_place(object schema, string reason)
    {
        var json = schema is string { Length: > 0 } text && text[0] == '{' ? text : JsonSerializer.Serialize(schema);

        var refusal = Assert.Throws<ArgumentException>(() => reader.Fits(json, "{}"));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("root ::= missing")]
    [InlineData("other ::= \"a\"")]
    [InlineData("root ::= root \"a\" | \"b\"")]
    [InlineData("root ::= \"a\"{9999}")]
    [InlineData("nonsense")]
    public void A_grammar_that_llama_cannot_read_is_an_exception_and_no_crash(string gbnf) =>
        Assert.Throws<ArgumentException>(() => reader.FitsGrammar(gbnf, "x"));

    [Fact]
    public void A_schema_that_is_too_large_is_refused()
    {
        var values = string.Join(',', Enumerable.Range(0, 50_000));

        Assert.Contains("too large", Assert.Throws<ArgumentException>(() => reader.Fits($$"""{"enum":[{{values}}]}""", "1")).Message, StringComparison.Ordinal);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
