using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Tests.Support;

namespace Confab.Tests.Protocol;

public class WireTests
{
    public static TheoryData<string> Types => [.. Derived(typeof(Request)).Concat(Derived(typeof(ServerFrame))).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_frame_comes_back_from_the_wire_as_it_was_with_everything_in_it_and_with_the_least(string name)
    {
        var type = typeof(Request).Assembly.GetType("Confab.Protocol." + name)!;
        var root = type.IsAssignableTo(typeof(Request)) ? typeof(Request) : typeof(ServerFrame);

        foreach (var frame in new[] { Sample.Full(type), Sample.Least(type) })
        {
            var text = JsonSerializer.Serialize(frame, root, WireJson.Options);
            var back = JsonSerializer.Deserialize(text, root, WireJson.Options)!;

            Assert.Equal(type, back.GetType());
            Assert.Equal(text, JsonSerializer.Serialize(back, root, WireJson.Options));
            Assert.DoesNotContain("null", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_may_be_absent_need_not_be_there(string name)
    {
        var type = typeof(Request).Assembly.GetType("Confab.Protocol." + name)!;

        foreach (var part in Sample.PartsOf(type))
            foreach (var parameter in part.GetConstructors()[0].GetParameters())
                Assert.True(parameter.HasDefaultValue || !Sample.IsNullable(parameter), $"{part.Name}.{parameter.Name} may be null, so it must have a default");
    }

    [Fact]
    public void Frames_are_camel_case_with_snake_case_words_and_times_in_utc()
    {
        var message = new Message(
            new("m1"), new("general"), 1, 2, new(new("u1"), "Ada", AuthorKind.User), "hi",
            new DateTimeOffset(2026, 1, 31, 9, 15, 0, 123, TimeSpan.FromHours(1)), MessageStatus.Complete);

        Assert.Equal(
            """{"type":"message","message":{"id":"m1","roomId":"general","seq":1,"rev":2,"author":{"id":"u1","name":"Ada","kind":"user"},"content":"hi","createdAt":"2026-01-31T08:15:00.123Z","status":"complete"}}""",
            JsonSerializer.Serialize<ServerFrame>(new MessageEvent(message), WireJson.Options));
        Assert.Contains("\"unknown_stream\"", JsonSerializer.Serialize<ServerFrame>(new ErrorFrame(ErrorCode.UnknownStream, ""), WireJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_that_the_pages_types_are_made_from_is_that_of_these_types()
    {
        var file = Repository.File("web/src/protocol/wire.schema.json");
        if (Environment.GetEnvironmentVariable("CONFAB_UPDATE") == "1") File.WriteAllText(file, ProtocolSchema.Export());

        Assert.True(File.ReadAllText(file) == ProtocolSchema.Export(), $"{file} is not what the types say; run the tests with CONFAB_UPDATE=1");
    }

    [Fact]
    public void The_schema_defines_every_frame_by_its_name()
    {
        var definitions = JsonNode.Parse(ProtocolSchema.Export())!["$defs"]!.AsObject();

        foreach (var root in new[] { typeof(Request), typeof(ServerFrame) })
        {
            var types = definitions[root.Name]!["anyOf"]!.AsArray().Select(t => (string?)t!["properties"]?["type"]?["const"] ?? (string?)t["$ref"]).ToList();
            Assert.Equal(Derived(root).Count(), types.Count);
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(1000, true)]
    [InlineData(1006, true)]
    [InlineData(4001, true)]
    [InlineData(4499, true)]
    [InlineData(1007, false)]
    [InlineData(1009, false)]
    [InlineData(4500, false)]
    [InlineData(4503, false)]
    public void The_range_of_a_close_code_says_whether_to_come_back(int? code, bool mayReconnect) =>
        Assert.Equal(mayReconnect, CloseCodes.MayReconnect(code));

    internal static IEnumerable<Type> Derived(Type root) => root.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType);
}
