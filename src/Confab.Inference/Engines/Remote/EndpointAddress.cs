namespace Confab.Inference.Engines.Remote;

/// <summary>Where an endpoint's API begins.</summary>
static class EndpointAddress
{
    /// <exception cref="ArgumentException">It is no address that an API can begin at.</exception>
    public static Uri Require(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"'{address}' is no address of an endpoint; it must begin with http:// or https://.", nameof(address));
        // Addresses are shown in errors and lists, so a secret must not be in them.
        if (address.UserInfo.Length > 0)
            throw new ArgumentException($"The address of {address.Host} carries a password; put the key into an environment variable instead.", nameof(address));
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new ArgumentException($"The address of {address.Host} must end with its path, without '?' or '#'.", nameof(address));
        return new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }
}
