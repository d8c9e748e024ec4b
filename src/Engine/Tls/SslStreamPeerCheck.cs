using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>Takes SslStream's findings about one client's certificate. Owned by one handshake.</summary>
internal sealed class SslStreamPeerCheck(TlsOptions options)
{
    /// <summary>Set when SslStream has asked; which it does once, for none too.</summary>
    public PeerVerdict Verdict { get; private set; }

    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>: false ends the handshake.</summary>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Verdict = Judge(certificate as X509Certificate2, chain, errors);
        return options.ClientCertificate != ClientCertificatePolicy.Require || Verdict.State == PeerCertificateState.Verified;
    }

    private PeerVerdict Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) return PeerVerdict.NoCertificate;
        if (errors == SslPolicyErrors.None) return PeerVerdict.Verified;

        X509ChainStatus[] faults = chain?.ChainStatus ?? [];
        return options.VerifyMode == VerifyMode.SelfSignedPeer && IsSelfSignedAlone(chain, faults)
            ? PeerVerdict.Verified
            : PeerVerdict.Refused(faults.Length > 0 ? $"{faults[0].Status}" : $"{errors}");
    }

    // A chain of one whose only fault is that nobody trusts its root, which it is itself.
    private static bool IsSelfSignedAlone(X509Chain? chain, X509ChainStatus[] faults) =>
        chain?.ChainElements.Count == 1 && faults is [{ Status: X509ChainStatusFlags.UntrustedRoot }];
}
