using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Cli.Conversations;
using Confab.Cli.Models;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Streaming;

/// <summary><c>confab stream</c>: one prompt, one answer, to the output or a file.</summary>
static class StreamCommand
{
    public static Command Create(TimeProvider clock)
    {
        var prompt = new Argument<string?>("prompt") { Description = "What to ask; - or nothing reads it from the input", Arity = ArgumentArity.ZeroOrOne };
        var model = new Option<string>("--model", "-m") { Description = "The GGUF file that answers", HelpName = "FILE", Required = true };
        var output = new Option<string?>("--output", "-o") { Description = "Write the answer to this file, which appears when it is complete", HelpName = "FILE" };
        var stats = new Option<bool>("--stats") { Description = "Say at the end how many tokens it were, and how fast" };
        var (sampling, running) = (new SamplingOptions(), new ModelOptions());

        var command = new ExampledCommand("stream", "Let a model answer one prompt, and stream the answer.",
            "confab stream \"What is Python?\" --model tiny.gguf",
            "git diff | confab stream --system \"Review this change\" --model coder.gguf",
            "confab stream \"A poem about rain\" --model tiny.gguf --seed 7 -o poem.txt") { prompt, model, output, stats };
        sampling.AddTo(command);
        running.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(prompt), parsed.GetRequiredValue(model), running.Read(parsed), sampling.Read(parsed),
            parsed.GetValue(output), parsed.GetValue(stats), clock, stop));
        return command;
    }

    static async Task<int> RunAsync(
        string? prompt, string modelPath, Inference.Llama.LlamaOptions options, Wishes wishes, string? output, bool showStats,
        TimeProvider clock, CancellationToken stop)
    {
        var question = await ReadPromptAsync(prompt, stop);
        await using var model = await ModelLoading.LoadAsync(modelPath, options, stop);
        List<ChatMessage> messages = wishes.System is null ? [] : [new(ChatRole.System, wishes.System)];
        messages.Add(new(ChatRole.User, question));

        using var progress = new StreamProgress(Console.Error, isWatched: !Console.IsErrorRedirected && (output is not null || Console.IsOutputRedirected));
        await using var target = output is null ? StreamTarget.Output() : StreamTarget.File(output);
        var answer = new Answer(clock);
        await foreach (var update in model.Client.GetStreamingResponseAsync(messages, wishes.ToChatOptions(), stop))
        {
            if (answer.Take(update) is not { Length: > 0 } piece) continue;
            await target.WriteAsync(piece);
            progress.Show(answer);
        }
        await target.CompleteAsync();
        progress.End(answer, output, showStats);
        return ExitCode.Ok;
    }

    static async Task<string> ReadPromptAsync(string? prompt, CancellationToken stop)
    {
        if (prompt is null && !Console.IsInputRedirected) throw new Failure("what shall be asked? confab stream \"…\", or pipe the prompt in", ExitCode.Usage);
        if (prompt is not (null or "-")) return prompt;
        using var input = new StreamReader(Console.OpenStandardInput());
        var text = await input.ReadToEndAsync(stop).WaitAsync(stop);
        return string.IsNullOrWhiteSpace(text) ? throw new Failure("the prompt on the input is empty", ExitCode.Usage) : text;
    }
}
