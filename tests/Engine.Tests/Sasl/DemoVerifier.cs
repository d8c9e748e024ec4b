using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>Somebody's own verifier: the account that the client names, else the sole xmppAddr, else the common name.</summary>
internal sealed class DemoVerifier : ICertificateVerifier
{
    public string Name => "demo";

    public ValueTask<CertificateLogin> VerifyAsync(CertificateCredentials credentials)
    {
        IReadOnlyList<string> addresses = credentials.Identities.XmppAddresses;
        string? text = credentials.AuthorizationId?.ToString()
            ?? (addresses.Count == 1 ? addresses[0] : credentials.Identities.CommonName);
        return new(Jid.TryParse(text ?? "", out Jid? account) && credentials.IsAccountOfHost(account)
            ? CertificateLogin.As(Encoding.UTF8.GetString(account.Local))
            : CertificateLogin.Refuse(SaslFailure.NotAuthorized, "nothing in it is an account of the domain"));
    }
}
