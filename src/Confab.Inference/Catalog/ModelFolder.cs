using System.Text.RegularExpressions;
using Confab.Inference.Catalog.Pulling;

namespace Confab.Inference.Catalog;

/// <summary>
/// The folder that a catalog's models come from: <c>NAME.gguf</c> for weights, <c>NAME.json</c> for settings or an endpoint.
/// </summary>
/// <param name="path">The folder; it need not be there.</param>
/// <param name="open">Makes a model of a file without loading it. It may throw: the model is then in the catalog as failed, with the reason.</param>
/// <param name="puller">Pulls more models into the folder; null where that is not wanted.</param>
public sealed partial class ModelFolder(string path, Func<FoundModel, Model> open, ModelPuller? puller = null)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>What lies there now, by name. Of weights in several parts the first stands for all.</summary>
    public IReadOnlyList<FoundModel> Find()
    {
        if (!Directory.Exists(Path)) return [];
        var names = Directory.EnumerateFiles(Path).Where(file => IsModel(file)).Select(System.IO.Path.GetFileNameWithoutExtension).Distinct(StringComparer.Ordinal);
        return [.. names.Order(StringComparer.OrdinalIgnoreCase).Select(name => At(name!))];
    }

    /// <summary>Adds what lies in the folder and is not in the catalog yet.</summary>
    /// <param name="catalog">Where the models go.</param>
    /// <param name="reserved">An id that no file may have, because a model of another origin takes it.</param>
    public void AddTo(ModelCatalog catalog, string? reserved = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        foreach (var file in Find())
            if (catalog.Find(file.Id) is null && !file.Id.Equals(reserved, StringComparison.OrdinalIgnoreCase)) catalog.Add(Open(file));
    }

    /// <summary>Makes a model of a GGUF file, wherever it lies.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Model OpenFile(string weights)
    {
        if (!File.Exists(weights)) throw new FileNotFoundException($"There is no file {weights}; give the path of a GGUF model.", weights);
        return open(FoundModel.At(weights));
    }

    /// <summary>Pulls a model's weights into the folder and adds the model to the catalog.</summary>
    /// <param name="catalog">Where the model goes.</param>
    /// <param name="source"><c>https://…/file.gguf</c>, or <c>hf:owner/repo/file.gguf</c> from the hub's main branch.</param>
    /// <param name="sha256">The checksum that it must have; the hub's own where null and where it tells one.</param>
    /// <param name="progress">Told up to four times a second.</param>
    /// <param name="cancellationToken">Stops it; the next pull of the same address goes on there.</param>
    /// <exception cref="ModelPullException">It cannot be pulled, is there already, or is being pulled by somebody else.</exception>
    /// <exception cref="InvalidOperationException">Pulling is not wanted here.</exception>
    public async Task<(Model Model, PulledModel File)> PullAsync(
        ModelCatalog catalog, string source, string? sha256 = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (puller is null) throw new InvalidOperationException("Pulling models is switched off.");
        if (puller.NameOf(source) is var name && catalog.Find(name) is not null)
            throw new ModelPullException(name, "a model of this name is there already; remove it first, or keep it.");
        var pulled = await puller.PullAsync(source, Path, sha256, progress, cancellationToken).ConfigureAwait(false);
        var model = Open(At(System.IO.Path.GetFileNameWithoutExtension(pulled.Path)));
        catalog.Add(model);
        return (model, pulled);
    }

    /// <summary>Deletes a model's files, and takes it out of the catalog and out of memory.</summary>
    /// <exception cref="InvalidOperationException">It does not lie in this folder.</exception>
    public async Task RemoveAsync(ModelCatalog catalog, Model model)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        var file = Find().FirstOrDefault(file => file.Id.Equals(model.Id, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"'{model.Id}' does not lie in {Path}, so it is not removed from there.");
        if (model.Engine == "llama" && model.Card.Source is { } source && source != file.Weights)
            throw new InvalidOperationException($"'{model.Id}' runs from {source}, not from {Path}, so it is not removed.");
        await catalog.RemoveAsync(model).ConfigureAwait(false);
        foreach (var part in PartsOf(file)) File.Delete(part);
    }

    /// <summary>Reads the files of a model anew that could not be used as they lay there, and takes what they are now into the catalog.</summary>
    /// <returns>The model as it is now; it may still be broken.</returns>
    public async Task<Model> ReopenAsync(ModelCatalog catalog, Model broken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(broken);
        await catalog.RemoveAsync(broken).ConfigureAwait(false);
        var model = Open(At(broken.Id));
        catalog.Add(model);
        return model;
    }

    Model Open(FoundModel file)
    {
        try
        {
            return open(file);
        }
        catch (Exception e)
        {
            var card = new ModelCard { Id = file.Id, Name = file.Id, Engine = file.Engine, ContextLength = 0, Slots = 1, Capabilities = [], Source = file.Weights ?? file.Settings };
            return Model.Broken(card, e);
        }
    }

    FoundModel At(string name)
    {
        var (weights, settings) = (System.IO.Path.Combine(Path, name + ".gguf"), System.IO.Path.Combine(Path, name + ".json"));
        return new(name, File.Exists(weights) ? weights : null, File.Exists(settings) ? settings : null);
    }

    IEnumerable<string> PartsOf(FoundModel file)
    {
        if (file.Settings is not null) yield return file.Settings;
        if (file.Weights is null) yield break;
        yield return file.Weights;
        if (FirstPart().Match(file.Id) is not { Success: true } match) yield break;
        foreach (var part in Directory.EnumerateFiles(Path, $"{file.Id[..match.Index]}-?????-of-{match.Groups[1].Value}.gguf"))
            if (part != file.Weights) yield return part;
    }

    static bool IsModel(string file) => System.IO.Path.GetExtension(file) switch
    {
        ".gguf" => !LaterPart().IsMatch(file),
        ".json" => true,
        _ => false,
    };

    // llama.cpp's naming of split files; it finds the others from the first by itself.
    [GeneratedRegex(@"-00001-of-(\d{5})$")]
    private static partial Regex FirstPart();

    [GeneratedRegex(@"-(?!00001)\d{5}-of-\d{5}\.gguf$")]
    private static partial Regex LaterPart();
}
