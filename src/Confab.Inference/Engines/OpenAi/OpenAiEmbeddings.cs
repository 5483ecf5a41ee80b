using System.ClientModel;
using System.Text.Json;
using Confab.Inference.Engines.Remote;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;
using ServiceOptions = OpenAI.Embeddings.EmbeddingGenerationOptions;
using Wishes = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>Embeddings from an endpoint, with the faults that every remote model has.</summary>
sealed class OpenAiEmbeddings(EmbeddingClient client, EndpointFaults faults) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Wishes? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = values.ToList();
        if (texts.Count == 0) return [];
        try
        {
            var answer = await client.GenerateEmbeddingsAsync(texts, new ServiceOptions { Dimensions = options?.Dimensions }, cancellationToken).ConfigureAwait(false);
            return From(answer.Value, texts.Count);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is ClientResultException or JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw faults.Unreadable(e.Message, e);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>Does nothing: the model owns the connections.</summary>
    public void Dispose()
    {
    }

    GeneratedEmbeddings<Embedding<float>> From(OpenAIEmbeddingCollection answer, int texts)
    {
        if (answer.Count != texts) throw faults.Unreadable($"{answer.Count} embeddings for {texts} texts.");
        var embeddings = answer.OrderBy(embedding => embedding.Index).Select(embedding => new Embedding<float>(embedding.ToFloats()));
        return new(embeddings)
        {
            Usage = new() { InputTokenCount = answer.Usage?.InputTokenCount, TotalTokenCount = answer.Usage?.TotalTokenCount },
        };
    }
}
