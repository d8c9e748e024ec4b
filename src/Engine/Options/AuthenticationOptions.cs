using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Options;

/// <summary>How clients prove who they are. Immutable.</summary>
public sealed record AuthenticationOptions
{
    private static readonly AuthenticationMethods[] _internal = [AuthenticationMethods.Internal];
    private static readonly CertificateVerifierName[] _standard = [CertificateVerifierName.Standard];

    /// <summary>Where it is known who may log in.</summary>
    public IReadOnlyList<AuthenticationMethods> Methods { get; init; } = _internal;

    /// <inheritdoc cref="SaslSettings.Mechanisms"/>
    public IReadOnlyList<SaslMechanismName> Mechanisms { get; init; } = new SaslSettings().Mechanisms;

    /// <inheritdoc cref="SaslSettings.HasDowngradeProtection"/>
    public bool ScramDowngradeProtection { get; init; } = new SaslSettings().HasDowngradeProtection;

    /// <summary>What maps certificates to accounts, in the order in which they are asked.</summary>
    public IReadOnlyList<CertificateVerifierName> ExternalVerifiers { get; init; } = _standard;

    /// <inheritdoc cref="StandardVerifier.IsLenient"/>
    public bool LenientAuthzid { get; init; } = true;

    /// <summary>What stands before the common name in a localpart.</summary>
    public string CommonNamePrefix { get; init; } = "";

    /// <summary>What stands behind the common name in a localpart.</summary>
    public string CommonNameSuffix { get; init; } = "";

    public bool Has(AuthenticationMethods method) => Methods.Contains(method);

    internal IEnumerable<OptionMistake> Validate()
    {
        if (Methods.Count == 0) yield return new(["auth.methods"], "there is no method, so nobody could log in");
        if (Mechanisms.Count == 0) yield return new(["auth.sasl_mechanisms"], "there is no mechanism, so nobody could log in");
        if (Has(AuthenticationMethods.Pki) && !Mechanisms.Contains(SaslMechanismName.External))
        {
            yield return new(
                ["auth.sasl_mechanisms", "auth.methods"], "the method pki needs the mechanism external; add it, or leave out pki");
        }

        if (Has(AuthenticationMethods.Pki) && ExternalVerifiers.Count == 0)
        {
            yield return new(["auth.sasl_external", "auth.methods"], "the method pki needs a verifier; write \"standard\", or leave out pki");
        }
    }
}

/// <summary>The verifiers that an operator can name.</summary>
public enum CertificateVerifierName : byte
{
    Standard,
    CommonName,
    AuthId,
}
