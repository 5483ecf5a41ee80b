using System.Buffers.Binary;
using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.OpenAi;

/// <summary><c>POST /v1/embeddings</c>. They wait in the same line as answers of the model do.</summary>
sealed class Embeddings(ModelCatalog models, ReplyQueue queue, Callers callers, IHostApplicationLifetime host)
{
    const int MostTexts = 2048;
    const string Capability = "embeddings";

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = await callers.IdentifyAsync(http);
        var request = await JsonBody.ReadAsync(http, OpenAiWire.Json.EmbeddingRequest);
        var texts = request.Input is { } input ? Strings.Of(input, "input") : null;
        Refuse.Unless(texts is { Count: >= 1 and <= MostTexts } && texts.All(text => text.Length > 0), "input", $"is text, or a list of 1 to {MostTexts}, none of them empty");
        Refuse.Unless(request.EncodingFormat is null or "float" or "base64", "encoding_format", "is float or base64");
        Refuse.Unless(request.Dimensions is null or > 0, "dimensions", "is above 0");
        var model = Find(request.Model);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        try
        {
            var made = await EmbedAsync(model, caller, texts!, request.Dimensions, ending.Token);
            return Results.Json(Page(model, made, request.EncodingFormat == "base64"), OpenAiWire.Json.EmbeddingPage);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested && ending.IsCancellationRequested)
        {
            return OpenAiErrors.Failure(http, new(ErrorCode.ShuttingDown, "the server is going down; come back and ask again"));
        }
        catch (Exception e) when (GenerationFaults.Explain(e) is not null)
        {
            return OpenAiErrors.Failure(http, GenerationFaults.Explain(e)!);
        }
    }

    async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(Model model, Caller caller, IReadOnlyList<string> texts, int? dimensions, CancellationToken stop)
    {
        using var lease = await models.UseAsync(model, stop: stop);
        using var turn = await queue.EnterAsync(model, caller.Asker, (_, _) => { }, stop);
        var generator = (IEmbeddingGenerator<string, Embedding<float>>?)model.Client.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>))
            ?? throw new InvalidOperationException($"'{model.Id}' says that it can embed, but its engine cannot");
        var made = await generator.GenerateAsync(texts, new EmbeddingGenerationOptions { Dimensions = dimensions }, stop);
        Refuse.Unless(dimensions is null || made[0].Vector.Length == dimensions, "dimensions", $"is {made[0].Vector.Length} for \"{model.Id}\"");
        return made;
    }

    Model Find(string? name)
    {
        var embedding = models.List().Where(m => m.Card.Can(Capability)).ToList();
        if (name is null or "" or RequestedModel.Auto or "default")
            return embedding.FirstOrDefault() ?? throw new RequestRefused(ErrorCode.UnknownModel, "no model here makes embeddings; load one that does", "model");
        RequestedModel.Require(name, models);
        return embedding.FirstOrDefault(m => m == models.Find(name))
            ?? throw new RequestRefused(ErrorCode.BadRequest, $"\"{name}\" makes no embeddings; {(embedding.Count == 0 ? "no model here does" : "there are " + string.Join(", ", embedding.Select(m => m.Id)))}", "model");
    }

    static EmbeddingPage Page(Model model, GeneratedEmbeddings<Embedding<float>> made, bool asBase64)
    {
        var tokens = made.Usage?.InputTokenCount ?? 0;
        return new([.. made.Select((e, i) => new EmbeddingEntry(i, asBase64 ? Base64(e.Vector.Span) : Numbers(e.Vector)))], model.Id, new(tokens, made.Usage?.TotalTokenCount ?? tokens));
    }

    static JsonElement Numbers(ReadOnlyMemory<float> vector) => JsonSerializer.SerializeToElement(vector.ToArray(), OpenAiWire.Json.SingleArray);

    static JsonElement Base64(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return JsonSerializer.SerializeToElement(Convert.ToBase64String(bytes), OpenAiWire.Json.String);
    }
}
