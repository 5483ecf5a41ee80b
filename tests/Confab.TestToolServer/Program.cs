using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

// A tool server for tests, as anybody would write one: it speaks by standard input and output, and its tools do what tools do,
// the bad ones too.
var options = new McpServerOptions
{
    ServerInfo = new Implementation { Name = "test tools", Version = "1.0" },
    ToolCollection =
    [
        McpServerTool.Create((string text) => $"heard: {text}", new() { Name = "echo", Description = "Says what it hears" }),
        McpServerTool.Create(() => Environment.GetEnvironmentVariable("TEST_TOOL_WORD") ?? "", new() { Name = "word", Description = "Tells a word of its environment" }),
        McpServerTool.Create(async (CancellationToken stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return "never";
        }, new() { Name = "hang", Description = "Never answers" }),
        McpServerTool.Create(string () => throw new InvalidOperationException("the tool is broken"), new() { Name = "fail", Description = "Fails" }),
        McpServerTool.Create(() => new string('x', 1024 * 1024), new() { Name = "megabyte", Description = "Says a lot" }),
        McpServerTool.Create(string () =>
        {
            Console.Error.WriteLine("the password is hunter2");
            Environment.Exit(3);
            return "gone";
        }, new() { Name = "die", Description = "Ends the server" }),
    ],
};
await using var server = McpServer.Create(new StdioServerTransport("test tools"), options);
await server.RunAsync();
