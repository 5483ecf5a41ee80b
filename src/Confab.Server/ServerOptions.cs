using System.ComponentModel.DataAnnotations;
using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Inference.Llama;
using Confab.Inference.Routing;
using Confab.Server.Files;
using Confab.Server.Memory;
using Confab.Server.Operations;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Confab.Server.Suggestions;
using Confab.Server.Tools;

namespace Confab.Server;

/// <summary>Everything an operator decides.</summary>
public sealed record ServerOptions
{
    public const int DefaultPort = 8765;

    /// <summary>The address to listen on: <c>localhost</c>, an IP address, or <c>*</c> for every one.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>0 takes any free port.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = DefaultPort;

    /// <summary>Let anybody take a free name on an address that others can reach. On this machine's own it needs no word.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The folder that holds everything the server keeps.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Origins besides the server's own whose pages may connect; see <see cref="OriginOptions.Allowed"/>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public SocketOptions Sockets { get; init; } = new();

    public ReplyOptions Replies { get; init; } = new();

    public SuggestionOptions Suggestions { get; init; } = new();

    public MemoryOptions Memory { get; init; } = new();

    public UploadOptions Uploads { get; init; } = new();

    public ToolOptions Tools { get; init; } = new();

    /// <summary>The models that answer; the first by default. The server disposes them.</summary>
    public IReadOnlyList<Model> Models { get; init; } = [];

    /// <summary>The folder of further models, loaded when they are needed; it need not be there.</summary>
    public string ModelsFolder { get; init; } = "models";

    /// <summary>The folder of the operator's own assistants; it need not be there. Null: <c>assistants</c> beside the data.</summary>
    public string? AssistantsFolder { get; init; }

    /// <summary>How weights are run where their settings say nothing else.</summary>
    public LlamaOptions Running { get; init; } = new();

    /// <summary>How models are pulled from the web.</summary>
    public PullOptions Pulling { get; init; } = new();

    /// <summary>Let whoever reaches the server load, unload, pull and remove models. Null: on this machine's own address only.</summary>
    public bool? ManagesModels { get; init; }

    /// <summary>What loaded models may take together, in bytes; 80 % of the machine's memory where null.</summary>
    [Range(1, long.MaxValue)]
    public long? ModelMemory { get; init; }

    /// <summary>How a model is chosen where nobody names one. Null: the first answers, the others in its place when it fails.</summary>
    public RoutingStrategy? Strategy { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public bool MayManageModels => ManagesModels ?? Listening.IsLoopbackOnly(Host);

    public string DatabasePath => Path.Combine(DataFolder, "confab.db");

    public string AssistantsPath => Path.GetFullPath(AssistantsFolder ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(DataFolder)) ?? ".", "assistants"));

    /// <summary>What people send lies here.</summary>
    public string FilesFolder => Path.Combine(DataFolder, "files");
}
