namespace Meerkat.Conformance.Runner;

/// <summary>A client named at the top of a script: <c>Juliet is juliet@localhost/balcony, over direct TLS</c>.</summary>
internal sealed record ClientDeclaration(string Name, string Localpart, string Domain, string? Resource)
{
    public string Password { get; init; } = "secret";

    /// <summary>False for an account that the script itself registers, or that must not exist.</summary>
    public bool HasAccount { get; init; } = true;

    public bool UsesDirectTls { get; init; }

    /// <summary>True when <c>connects</c> stays unencrypted although STARTTLS is offered.</summary>
    public bool StaysInPlaintext { get; init; }

    /// <summary>An external component of this domain (XEP-0114); the localpart is empty.</summary>
    public bool IsComponent { get; init; }

    /// <summary>The component is to have its name below every served domain.</summary>
    public bool IsSubdomain { get; init; }

    /// <summary>The xml:lang of the stream header, if any.</summary>
    public string? Language { get; init; }
}
