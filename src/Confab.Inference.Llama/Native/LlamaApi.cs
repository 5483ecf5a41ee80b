using System.Runtime.InteropServices;

namespace Confab.Inference.Llama.Native;

/// <summary>The functions of llama.h and ggml-backend.h that Confab calls, by their C names.</summary>
static unsafe partial class LlamaApi
{
    public const string Llama = "llama";
    public const string Ggml = "ggml";

    [LibraryImport(Ggml, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ggml_backend_load_all_from_path(string folder);

    [LibraryImport(Ggml)]
    public static partial nuint ggml_backend_dev_count();

    [LibraryImport(Llama)]
    public static partial byte* llama_version();

    [LibraryImport(Llama)]
    public static partial void llama_backend_init();

    [LibraryImport(Llama)]
    public static partial void llama_log_set(delegate* unmanaged<LogLevel, byte*, void*, void> callback, void* state);

    [LibraryImport(Llama)]
    public static partial ModelParams llama_model_default_params();

    [LibraryImport(Llama)]
    public static partial ContextParams llama_context_default_params();

    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint llama_model_load_from_file(string path, ModelParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_model_free(nint model);

    [LibraryImport(Llama)]
    public static partial nint llama_init_from_model(ModelHandle model, ContextParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_free(nint context);

    [LibraryImport(Llama)]
    public static partial uint llama_n_ctx_seq(ContextHandle context);

    [LibraryImport(Llama)]
    public static partial int llama_model_n_ctx_train(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial int llama_model_n_embd_out(ModelHandle model);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_is_diffusion(ModelHandle model);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_has_encoder(ModelHandle model);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_has_decoder(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial byte* llama_model_chat_template(ModelHandle model, byte* name);

    [LibraryImport(Llama)]
    public static partial int llama_model_meta_val_str(ModelHandle model, byte* key, byte* buffer, nuint size);

    [LibraryImport(Llama)]
    public static partial int llama_chat_apply_template(
        byte* template,
        NativeChatMessage* messages,
        nuint count,
        [MarshalAs(UnmanagedType.U1)] bool addAssistant,
        byte* buffer,
        int size);

    [LibraryImport(Llama)]
    public static partial nint llama_model_get_vocab(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_type(nint vocabulary);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_n_tokens(nint vocabulary);

    [LibraryImport(Llama)]
    public static partial byte* llama_vocab_get_text(nint vocabulary, int token);

    [LibraryImport(Llama)]
    public static partial TokenAttributes llama_vocab_get_attr(nint vocabulary, int token);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_vocab_is_eog(nint vocabulary, int token);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_bos(nint vocabulary);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_vocab_get_add_bos(nint vocabulary);

    [LibraryImport(Llama)]
    public static partial int llama_tokenize(
        nint vocabulary,
        byte* text,
        int length,
        int* tokens,
        int capacity,
        [MarshalAs(UnmanagedType.U1)] bool addSpecial,
        [MarshalAs(UnmanagedType.U1)] bool parseSpecial);

    [LibraryImport(Llama)]
    public static partial int llama_token_to_piece(
        nint vocabulary, int token, byte* buffer, int length, int stripLeft, [MarshalAs(UnmanagedType.U1)] bool special);

    [LibraryImport(Llama)]
    public static partial int llama_decode(ContextHandle context, NativeBatch batch);

    [LibraryImport(Llama)]
    public static partial int llama_encode(ContextHandle context, NativeBatch batch);

    [LibraryImport(Llama)]
    public static partial float* llama_get_embeddings_seq(ContextHandle context, int sequence);

    [LibraryImport(Llama)]
    public static partial void llama_memory_clear(nint memory, [MarshalAs(UnmanagedType.U1)] bool data);

    [LibraryImport(Llama)]
    public static partial nint llama_get_memory(ContextHandle context);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_memory_seq_rm(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama)]
    public static partial void llama_memory_seq_cp(nint memory, int source, int target, int from, int to);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_chain_init(SamplerChainParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_chain_add(SamplerHandle chain, nint sampler);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_greedy();

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_dist(uint seed);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_top_k(int k);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_top_p(float p, nuint keepAtLeast);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_min_p(float p, nuint keepAtLeast);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_temp(float temperature);

    [LibraryImport(Llama)]
    public static partial nint llama_sampler_init_penalties(
        int vocabularySize, int lastTokens, float repeat, float frequency, float presence);

    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint llama_sampler_init_grammar(nint vocabulary, string grammar, string root);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_apply(SamplerHandle sampler, TokenDataArray* candidates);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_accept(SamplerHandle sampler, int token);

    [LibraryImport(Llama)]
    public static partial float* llama_get_logits_ith(ContextHandle context, int index);

    [LibraryImport(Llama)]
    public static partial int llama_sampler_sample(SamplerHandle chain, ContextHandle context, int index);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_free(nint sampler);
}
