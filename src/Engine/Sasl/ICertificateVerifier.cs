namespace Meerkat.Engine.Sasl;

/// <summary>
/// Says which account of a domain a verified certificate logs in as: one of the list that SASL EXTERNAL asks. Implementations
/// have no state; any thread, and not for long. What is thrown counts as <c>not-authorized</c> and is logged.
/// </summary>
public interface ICertificateVerifier
{
    /// <summary>For the log.</summary>
    string Name { get; }

    ValueTask<CertificateLogin> VerifyAsync(CertificateCredentials credentials);
}
