namespace Meerkat.Engine.Sasl;

/// <summary>What the operator says about authentication. Immutable.</summary>
public sealed record SaslSettings
{
    /// <summary>Rounds of key derivation of new accounts: unknown users are answered with it too.</summary>
    public int ScramIterations { get; init; } = ScramKeyDerivation.DefaultIterations;

    /// <summary>What is offered, in this order, where a stream is such that it can be.</summary>
    public IReadOnlyList<SaslMechanismName> Mechanisms { get; init; } = Enum.GetValues<SaslMechanismName>();

    /// <summary>Tell clients over SCRAM what they should have been offered (XEP-0474).</summary>
    public bool HasDowngradeProtection { get; init; } = true;

    /// <summary>What maps a client's certificate to an account, asked in this order; the first that succeeds decides, or the
    /// last that fails.</summary>
    public IReadOnlyList<ICertificateVerifier> Verifiers { get; init; } = [new StandardVerifier()];
}
