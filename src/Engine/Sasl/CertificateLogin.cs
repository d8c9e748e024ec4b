namespace Meerkat.Engine.Sasl;

/// <summary>A verifier's answer: the localpart to log in as, or the failure to tell the client. A value; any thread.</summary>
public readonly record struct CertificateLogin
{
    private CertificateLogin(string? localpart, SaslFailure failure, string reason)
    {
        Localpart = localpart;
        Failure = failure;
        Reason = reason;
    }

    /// <summary>The localpart, not prepared yet; null if the verifier refuses.</summary>
    public string? Localpart { get; }

    /// <summary>Meaningful without a localpart only.</summary>
    public SaslFailure Failure { get; }

    /// <summary>Why it refuses, for the log; never for the client.</summary>
    public string Reason { get; }

    public static CertificateLogin As(string localpart) => new(localpart, default, "");

    /// <param name="failure">What the client is told.</param>
    /// <param name="reason">For the log.</param>
    public static CertificateLogin Refuse(SaslFailure failure, string reason) => new(null, failure, reason);
}
