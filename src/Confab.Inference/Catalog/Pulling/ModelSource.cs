using System.Text;
using System.Text.RegularExpressions;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>Where a model file comes from and what it will be called here.</summary>
/// <param name="Address">Its address.</param>
/// <param name="FileName">A plain file name that ends with <c>.gguf</c>.</param>
/// <param name="Display">How it is named to people: without query, which may hold a secret.</param>
sealed partial record ModelSource(Uri Address, string FileName, string Display)
{
    const string HubPrefix = "hf:";
    const int LongestName = 200;

    /// <summary>Reads <c>https://…/file.gguf</c> or <c>hf:owner/repo/file.gguf</c>.</summary>
    /// <exception cref="ModelPullException">It is neither.</exception>
    public static ModelSource Parse(string source, Uri hub)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var isHubName = source.StartsWith(HubPrefix, StringComparison.OrdinalIgnoreCase);
        var address = isHubName ? AtHub(source, hub) : At(source);
        var display = isHubName ? source : address.GetLeftPart(UriPartial.Path);
        return new(address, FileNameOf(address, display), display);
    }

    // The hub's own way to a file of a repository's main branch; see its documentation of "resolve" addresses.
    static Uri AtHub(string source, Uri hub)
    {
        var parts = source[HubPrefix.Length..].Split('/');
        if (parts.Length < 3 || !parts.All(part => HubPart().IsMatch(part) && part.Any(char.IsAsciiLetterOrDigit)))
            throw new ModelPullException(source, "a hub name is hf:owner/repo/file.gguf.");
        return new Uri($"{hub.AbsoluteUri.TrimEnd('/')}/{parts[0]}/{parts[1]}/resolve/main/{string.Join('/', parts[2..])}");
    }

    static Uri At(string source)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ModelPullException(source, "a model comes from https://…/file.gguf or hf:owner/repo/file.gguf.");
        return address.UserInfo.Length == 0
            ? address
            : throw new ModelPullException(address.Host, "the address carries a password, which is not supported.");
    }

    static string FileNameOf(Uri address, string display)
    {
        var last = Uri.UnescapeDataString(address.Segments[^1]);
        if (!last.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
            throw new ModelPullException(display, "the name does not end with .gguf, so it is no model file.");
        var name = Harmless(Path.GetFileNameWithoutExtension(last));
        return name.Length is > 0 and <= LongestName
            ? $"{name}.gguf"
            : throw new ModelPullException(display, $"the file's name must have 1 to {LongestName} letters or digits before .gguf.");
    }

    // An escaped slash is still a slash for the disk, and a leading dot hides a file.
    static string Harmless(string name)
    {
        var harmless = new StringBuilder(name.Length);
        foreach (var letter in name) harmless.Append(char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+' ? letter : '_');
        return harmless.ToString().Trim('.', '_');
    }

    [GeneratedRegex(@"^[A-Za-z0-9._+-]{1,200}$")]
    private static partial Regex HubPart();
}
