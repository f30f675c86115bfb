namespace CreditLoan.BankApi;

/// <summary>How the bank API is reached and what it allows.</summary>
public sealed class ApiSettings
{
    /// <summary>The address that banks know it by (<c>CREDITLOAN_API_URL</c>), without a slash at the end: issuer and audience of its tokens.</summary>
    public string Url { get; set; } = "http://localhost:5081";

    /// <summary>Calls of one bank a second and a day.</summary>
    public int CallsPerSecond { get; set; } = 50;
    public int CallsPerDay { get; set; } = 200_000;

    /// <summary>Certificates of the connection may stand for client assertion and proof (RFC 8705).</summary>
    public bool MutualTls { get; set; }

    /// <summary>Addresses in private networks may be called back: for a workstation's trial only.</summary>
    public bool PrivateWebhooks { get; set; }

    /// <summary>Other issuers whose tokens are taken.</summary>
    public ExternalIssuer[] Issuers { get; set; } = [];

    /// <exception cref="InvalidOperationException">A setting is missing or cannot be.</exception>
    public static ApiSettings From(IConfiguration configuration, bool production)
    {
        var settings = configuration.GetSection("BankApi").Get<ApiSettings>() ?? new ApiSettings();
        if (configuration["CREDITLOAN_API_URL"] is { Length: > 0 } url) settings.Url = url.TrimEnd('/');
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var address) || (production && address.Scheme != Uri.UriSchemeHttps))
            throw new InvalidOperationException("CREDITLOAN_API_URL is not set: the https address by which banks reach this API.");
        if (Array.Exists(settings.Issuers, i => i.Issuer.Length == 0 || i.Keys.Length == 0 || i.Banks.Length == 0))
            throw new InvalidOperationException("BankApi:Issuers: every issuer needs Issuer, Keys (the address or file of its JWKS) and Banks (those it may speak for).");
        return settings;
    }
}

/// <summary>Another issuer of tokens (外部授权服务器): a Duende server, an authority of the province.</summary>
public sealed class ExternalIssuer
{
    public string Issuer { get; set; } = "";

    /// <summary>Where its public keys are: an address or a file.</summary>
    public string Keys { get; set; } = "";

    /// <summary>The banks that it may speak for; the token's <c>tenant</c> says which, and may be left out where there is one.</summary>
    public string[] Banks { get; set; } = [];
}
