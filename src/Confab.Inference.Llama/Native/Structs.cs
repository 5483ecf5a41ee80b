using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// A bool is one byte here, as in C.
[assembly: DisableRuntimeMarshalling]

namespace Confab.Inference.Llama.Native;

// Field for field as in llama.h of v0.5.0: the C ABI changes between releases, and a test checks the sizes.

[StructLayout(LayoutKind.Sequential)]
unsafe struct ModelParams
{
    public nint Devices;
    public nint TensorBufferOverrides;
    public int GpuLayers;
    public int SplitMode;
    public int LoadMode;
    public int LazyMode;
    public int MainGpu;
    public nint TensorSplit;
    public delegate* unmanaged<float, void*, byte> ProgressCallback;
    public void* ProgressState;
    public nint KeyValueOverrides;
    public bool VocabularyOnly;
    public bool CheckTensors;
    public bool UseExtraBuffers;
    public bool NoHost;
    public bool NoAlloc;
    public bool LoadMtp;
}

[StructLayout(LayoutKind.Sequential)]
unsafe struct ContextParams
{
    public uint ContextLength;
    public uint BatchSize;
    public uint MicroBatchSize;
    public uint MaxSequences;
    public uint RecurrentSnapshots;
    public uint MaxOutputs;
    public uint MaxOutputsPerSequence;
    public int Threads;
    public int BatchThreads;
    public int ContextType;
    public int RopeScalingType;
    public int PoolingType;
    public int AttentionType;
    public int FlashAttentionType;
    public float RopeFrequencyBase;
    public float RopeFrequencyScale;
    public float YarnExtensionFactor;
    public float YarnAttentionFactor;
    public float YarnBetaFast;
    public float YarnBetaSlow;
    public uint YarnOriginalContext;
    public float DefragThreshold;
    public nint EvalCallback;
    public nint EvalState;
    public int KeyType;
    public int ValueType;
    public nint AbortCallback;
    public nint AbortState;
    public bool Embeddings;
    public bool OffloadKqv;
    public bool NoPerf;
    public bool OffloadOperations;
    public bool FullSlidingWindow;
    public bool UnifiedKv;
    public nint Samplers;
    public nuint SamplerCount;
    public nint OtherContext;
}

[StructLayout(LayoutKind.Sequential)]
unsafe struct NativeBatch
{
    public int TokenCount;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public sbyte* Outputs;
}

[StructLayout(LayoutKind.Sequential)]
unsafe struct NativeChatMessage
{
    public byte* Role;
    public byte* Content;
}

[StructLayout(LayoutKind.Sequential)]
struct TokenData
{
    public int Token;
    public float Logit;
    public float Probability;
}

[StructLayout(LayoutKind.Sequential)]
unsafe struct TokenDataArray
{
    public TokenData* Data;
    public nuint Count;
    public long Selected;
    public bool Sorted;
}

[StructLayout(LayoutKind.Sequential)]
struct SamplerChainParams
{
    public bool NoPerf;
}

[Flags]
enum TokenAttributes
{
    Unknown = 1 << 0,
    Control = 1 << 3,
    StripsLeft = 1 << 7,
    StripsRight = 1 << 8,
}

enum LogLevel
{
    None,
    Debug,
    Info,
    Warning,
    Error,
    Continued,
}
