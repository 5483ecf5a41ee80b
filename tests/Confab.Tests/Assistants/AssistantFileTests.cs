using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Tests.Support;

namespace Confab.Tests.Assistants;

public class AssistantFileTests
{
    const string Whole =
        """
        ---
        name: Code Reviewer   # as people see it
        handle: Reviewer
        description: "Reads code: all of it"
        picture: ✍️
        strategy: quality-first
        options:
          maxTokens: 300
          temperature: 0.2
          stopSequences: ["\n\n", END]
        mode: mention
        triggers:
          - review
          - pull request
        tools: search_room
        knowledge: docs
        memory: false
        ---

        # You review

        - one
        ---
        - two
        """;

    [Fact]
    public void A_text_tells_all_of_an_assistant()
    {
        var read = AssistantFile.Parse(Whole, "/srv/assistants");

        Assert.Equal(
            (new UserId("assistant:reviewer"), "Code Reviewer", "Reviewer", "Reads code: all of it", "✍️", AssistantMode.Mention, "/srv/assistants/docs", false),
            (read.Id, read.Name, read.Handle, read.Description, read.Picture, read.Mode, read.Knowledge, read.HasMemory));
        Assert.Equal(("quality-first", 300, 0.2), (read.Options.Strategy, read.Options.MaxTokens, read.Options.Temperature));
        Assert.Equal(["\n\n", "END"], read.Options.StopSequences!);
        Assert.Equal(["review", "pull request"], read.Triggers);
        Assert.Equal(["search_room"], read.Tools);
        Assert.Equal("# You review\n\n- one\n---\n- two", read.Instructions);
        Assert.Equal(Whole, read.Text);
    }

    [Fact]
    public void What_is_written_reads_as_the_same_assistant_whatever_its_words_look_like()
    {
        var odd = new Assistant(new("assistant:x"), "null: # \"yes\" {", "true", "---\nBe: kind.")
        {
            Description = "- 'a' \\ 🤖 ✍️",
            Picture = "🤖",
            Options = new GenerationOptions("~", MaxTokens: 7, Temperature: 1.5, TopP: 0.25, TopK: 3, RepeatPenalty: 1.1, StopSequences: ["\n", "]"], Seed: -4),
            Mode = AssistantMode.Off,
            Triggers = ["a, b", "null"],
            Tools = ["weather/*"],
            HasMemory = false,
        };
        // Names hold none of these, so this one is read without them.
        var named = odd with { Name = "null - \"yes\" {" };

        var text = AssistantFile.Write(named);
        var read = AssistantFile.Parse(text, id: odd.Id);

        Assert.Equal(text, AssistantFile.Write(read));
        Assert.Equal((named.Name, "true", named.Instructions, named.Description, "🤖", AssistantMode.Off), (read.Name, read.Handle, read.Instructions, read.Description, read.Picture, read.Mode));
        Assert.Equal((named.Options with { StopSequences = null }, false), (read.Options with { StopSequences = null }, read.HasMemory));
        Assert.Equal(["\n", "]"], read.Options.StopSequences!);
        Assert.Equal((string[])["a, b", "null"], read.Triggers);
        Assert.Contains("🤖", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: A", 1, null)]
    [InlineData("---\nname: A", 2, null)]
    [InlineData("---\nname: A\n---\n  ", 4, "instructions")]
    [InlineData("---\nhandle: A\n---\nx", 1, "name")]
    [InlineData("---\nname: A@B\n---\nx", 2, "name")]
    [InlineData("---\nname: A\nhandle: a b\n---\nx", 3, "handle")]
    [InlineData("---\nname: Jürgen\n---\nx", 1, "handle")]
    [InlineData("---\nname: A\nmode: loud\n---\nx", 3, "mode")]
    [InlineData("---\nname: A\npicture: text\n---\nx", 3, "picture")]
    [InlineData("---\nname: A\nmemory: perhaps\n---\nx", 3, "memory")]
    [InlineData("---\nname: A\nname: B\n---\nx", 3, "name")]
    [InlineData("---\nname: A\ncolour: red\n---\nx", 3, "colour")]
    [InlineData("---\nname: A\noptions:\n  temperature: warm\n---\nx", 4, "options.temperature")]
    [InlineData("---\nname: A\noptions:\n  temperature: 3\n---\nx", 4, "options.temperature")]
    [InlineData("---\nname: A\noptions: high\n---\nx", 3, "options")]
    [InlineData("---\nname: A\noptions:\n  heat: 1\n---\nx", 4, "options.heat")]
    [InlineData("---\nname: A\nmodel: x\nstrategy: random\n---\nx", 4, "strategy")]
    [InlineData("---\nname: A\nstrategy: best\n---\nx", 3, "strategy")]
    [InlineData("---\nname: [A]\n---\nx", 2, "name")]
    [InlineData("---\nname: A\ntriggers: [[a]]\n---\nx", 3, "triggers")]
    [InlineData("---\nname: A\nknowledge: /etc\n---\nx", 3, "knowledge")]
    [InlineData("---\n- name\n---\nx", 2, null)]
    [InlineData("---\nname: \"A\n---\nx", 2, null)]
    public void What_is_wrong_is_named_with_its_line_and_field(string text, int line, string? field)
    {
        var wrong = Assert.Throws<AssistantFileException>(() => AssistantFile.Parse(text));

        Assert.Equal((line, field), (wrong.Line, wrong.Field));
        Assert.NotEmpty(wrong.Why);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    public void No_depth_of_nesting_does_harm(string opening)
    {
        var deep = string.Concat(Enumerable.Repeat(opening, FrontMatter.MostText / opening.Length - 20));

        Assert.Throws<AssistantFileException>(() => AssistantFile.Parse($"---\nname: {deep}\n---\nx"));
        Assert.Throws<AssistantFileException>(() => AssistantFile.Parse($"---\n{deep}\n---\nx"));
    }

    [Fact]
    public void Those_that_come_along_can_all_be_read_and_say_what_they_are_for()
    {
        var folder = Repository.File("assistants");

        var read = Directory.GetFiles(folder, "*.md").Where(f => Path.GetFileName(f) != "README.md").Select(f => AssistantFile.Parse(File.ReadAllText(f), folder)).ToList();

        Assert.Equal(["AIBot", "Reviewer", "Summariser", "Support", "Translator", "Tutor", "Writer"], read.Select(a => a.Handle).Order(StringComparer.Ordinal));
        Assert.All(read, a => Assert.True(a is { Description: not null, Picture: not null }));
        Assert.NotEmpty(Directory.GetFiles(read.Single(a => a.Knowledge is not null).Knowledge!));
    }
}
