using System.CommandLine;
using Confab.Inference.Llama;

namespace Confab.Cli.Models;

/// <summary>How models are run: the options of every command that loads one.</summary>
sealed class ModelOptions
{
    readonly Option<int?> _contextLength = new("--context-length") { Description = "Tokens of prompt and answer together; what the model was made for, at most 4096, by default", HelpName = "N" };
    readonly Option<int?> _threads = new("--threads") { Description = "Processor threads; the machine's cores but one by default", HelpName = "N" };
    readonly Option<int> _gpuLayers = new("--gpu-layers") { Description = "Layers to keep on a GPU; a large number means all", HelpName = "N", DefaultValueFactory = _ => 0 };
    readonly Option<DirectoryInfo> _natives = new("--natives") { Description = "Folder of llama.cpp's libraries, in place of those that came with confab", HelpName = "DIR" };

    public ModelOptions()
    {
        Limits.Require(_contextLength, 16, int.MaxValue);
        Limits.Require(_threads, 1, 512);
        Limits.Require(_gpuLayers, 0, int.MaxValue);
        _natives.AcceptExistingOnly();
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _contextLength, _threads, _gpuLayers, _natives }) command.Add(option);
    }

    public LlamaOptions Read(ParseResult parsed, int slots = 1) => new()
    {
        ContextLength = parsed.GetValue(_contextLength),
        Slots = slots,
        Threads = parsed.GetValue(_threads),
        GpuLayers = parsed.GetValue(_gpuLayers),
        NativesFolder = parsed.GetValue(_natives)?.FullName,
    };
}
