using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// XEP-0178 §2: the account is the certificate's one id-on-xmppAddr, or the one of several that the client names. Compared as
/// JIDs: spellings of one account are one. Immutable; any thread.
/// </summary>
public sealed class StandardVerifier : ICertificateVerifier
{
    public string Name => "standard";

    /// <summary>A client with one address may name it all the same. XEP-0178 §2 forbids it and most clients do it.</summary>
    public bool IsLenient { get; init; } = true;

    public ValueTask<CertificateLogin> VerifyAsync(CertificateCredentials credentials) => new(Verify(credentials));

    private CertificateLogin Verify(CertificateCredentials credentials)
    {
        IReadOnlyList<string> addresses = credentials.Identities.XmppAddresses;
        Jid? wanted = credentials.AuthorizationId;
        return addresses.Count switch
        {
            0 => CertificateLogin.Refuse(SaslFailure.NotAuthorized, "it has no xmppAddr"),
            1 when wanted is null || (IsLenient && IsSame(addresses[0], wanted)) => LoginAs(credentials, addresses[0]),
            1 => CertificateLogin.Refuse(SaslFailure.InvalidAuthzid, "it has one xmppAddr, and the client names an account"),
            _ when wanted is null =>
                CertificateLogin.Refuse(SaslFailure.InvalidAuthzid, "it has several xmppAddr, and the client names none"),
            _ => addresses.FirstOrDefault(address => IsSame(address, wanted)) is { } meant
                ? LoginAs(credentials, meant)
                : CertificateLogin.Refuse(SaslFailure.NotAuthorized, "the account that the client names is none of its xmppAddr"),
        };
    }

    private static bool IsSame(string address, Jid wanted) => Jid.TryParse(address, out Jid? jid) && jid.Equals(wanted);

    private static CertificateLogin LoginAs(CertificateCredentials credentials, string address) =>
        Jid.TryParse(address, out Jid? jid) && credentials.IsAccountOfHost(jid)
            ? CertificateLogin.As(Encoding.UTF8.GetString(jid.Local))
            : CertificateLogin.Refuse(SaslFailure.NotAuthorized, "its xmppAddr is no account of the stream's domain");
}
