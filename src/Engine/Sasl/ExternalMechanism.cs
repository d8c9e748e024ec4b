using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Sasl;

/// <summary>EXTERNAL (RFC 4422 appendix A, XEP-0178): the client's TLS certificate says who it is. Immutable; any thread.</summary>
internal sealed class ExternalMechanism(
    IReadOnlyList<ICertificateVerifier> verifiers, IReadOnlyList<ICertificateAccounts> accounts, ILogger logger) : SaslMechanism
{
    public override ReadOnlySpan<byte> Name => "EXTERNAL"u8;

    public override AuthenticationMethods Method => AuthenticationMethods.Pki;

    public IReadOnlyList<ICertificateVerifier> Verifiers => verifiers;

    /// <summary>Asked in order; the first that accepts decides.</summary>
    public IReadOnlyList<ICertificateAccounts> Accounts => accounts;

    public ILogger Logger => logger;

    // A client without a certificate, or with a bad one, fails as with a wrong password, if it tries.
    public override bool IsOffered(in SaslConditions conditions, out SaslFailure refusal)
    {
        refusal = SaslFailure.NotAuthorized;
        return conditions is { IsEncrypted: true, PeerCertificate: not null };
    }

    public override SaslExchange Start(SaslMechanisms offeredAmong, in SaslConditions conditions, Jid host)
    {
        var identities = CertificateIdentities.Read(conditions.PeerCertificate!);
        return new ExternalExchange(
            this, new CertificateCredentials(host, null, identities, conditions.PeerCertificate!), conditions.ConnectionId);
    }
}
