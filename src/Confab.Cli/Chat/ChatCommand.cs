using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Cli.Models;

namespace Confab.Cli.Chat;

/// <summary><c>confab chat</c>: with people and assistants on a server, or alone with a model.</summary>
static class ChatCommand
{
    const string DefaultRoom = "general";
    const int DefaultWait = 300;

    public static Command Create(TimeProvider clock)
    {
        var server = new Option<Uri?>("--server", "-s") { Description = "The server to chat on", HelpName = "URL", CustomParser = ServerUrl.Parse };
        var room = new Option<string>("--room", "-r") { Description = "The room to enter", HelpName = "ROOM", DefaultValueFactory = _ => DefaultRoom };
        var name = new Option<string>("--name", "-n") { Description = "Your name there", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        var token = new Option<string?>("--token") { Description = "The token of your name, if this computer does not know it", HelpName = "TOKEN" };
        var wait = new Option<int>("--wait") { Description = "On a pipe: how long to wait for answers after the end of the input, in seconds", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultWait };
        var model = new Option<string?>("--model", "-m") { Description = "Without a server: the GGUF file that answers", HelpName = "FILE" };
        var (sampling, running) = (new SamplingOptions(), new ModelOptions());
        Limits.Require(wait, 0, 86_400);

        var command = new ExampledCommand("chat", "Chat on a server, or straight with a model.",
            "confab chat --server http://localhost:8765 --name ada",
            "confab chat --model tiny.gguf --system \"Answer in one sentence\"",
            "echo '/AIBot What is Python?' | confab chat --server http://localhost:8765 --name bob")
        { server, room, name, token, wait, model };
        sampling.AddTo(command);
        running.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(server) is not null && result.GetResult(model) is not null)
                result.AddError("--server and --model exclude each other: a server has its own models.");
        });
        command.SetAction((parsed, stop) => parsed.GetValue(server) is { } address
            ? RoomEntrance.RunAsync(new(address, parsed.GetValue(room)!, parsed.GetValue(name)!, parsed.GetValue(token), TimeSpan.FromSeconds(parsed.GetValue(wait))), clock, stop)
            : ConversationEntrance.RunAsync(parsed.GetValue(model), running.Read(parsed), sampling.Read(parsed), clock, stop));
        return command;
    }
}
