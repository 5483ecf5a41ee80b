using Microsoft.Win32.SafeHandles;

namespace Confab.Inference.Llama.Native;

/// <summary>A loaded model. It must outlive its context.</summary>
sealed class ModelHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ModelHandle(nint model) : base(ownsHandle: true) => SetHandle(model);

    protected override bool ReleaseHandle()
    {
        LlamaApi.llama_model_free(handle);
        return true;
    }
}

/// <summary>A decoding context, which keeps its model alive.</summary>
sealed class ContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    readonly ModelHandle _model;

    public ContextHandle(ModelHandle model, nint context) : base(ownsHandle: true)
    {
        _model = model;
        var added = false;
        model.DangerousAddRef(ref added);
        SetHandle(context);
    }

    protected override bool ReleaseHandle()
    {
        LlamaApi.llama_free(handle);
        _model.DangerousRelease();
        return true;
    }
}

/// <summary>A sampler, or a chain of them, which owns its parts.</summary>
sealed class SamplerHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SamplerHandle(nint sampler) : base(ownsHandle: true) => SetHandle(sampler);

    public static SamplerHandle Chain() => new(LlamaApi.llama_sampler_chain_init(new SamplerChainParams { NoPerf = true }));

    protected override bool ReleaseHandle()
    {
        LlamaApi.llama_sampler_free(handle);
        return true;
    }
}
