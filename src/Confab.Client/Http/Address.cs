namespace Confab.Client.Http;

/// <summary>An address with a query, of which what is absent is left out.</summary>
static class Address
{
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var sign = '?';
        foreach (var (name, value) in query)
        {
            if (value is null) continue;
            path += $"{sign}{name}={Uri.EscapeDataString(value)}";
            sign = '&';
        }
        return path;
    }
}
