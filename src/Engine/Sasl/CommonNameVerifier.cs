using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>The account is the certificate's first common name, between a prefix and a suffix. A client that names an account
/// names it without them. Immutable; any thread.</summary>
public sealed class CommonNameVerifier(string prefix, string suffix) : ICertificateVerifier
{
    public string Name => "common_name";

    public ValueTask<CertificateLogin> VerifyAsync(CertificateCredentials credentials)
    {
        string? name = credentials.Identities.CommonName;
        if (credentials.AuthorizationId is { } wanted && !IsSame(credentials, name, wanted))
            return new(CertificateLogin.Refuse(SaslFailure.InvalidAuthzid, "the account that the client names is not its common name"));

        return new(name is null
            ? CertificateLogin.Refuse(SaslFailure.NotAuthorized, "it has no common name")
            : CertificateLogin.As(prefix + name + suffix));
    }

    private static bool IsSame(CertificateCredentials credentials, string? name, Jid wanted) =>
        name is not null
        && SaslAccounts.Prepare(Encoding.UTF8.GetBytes(name), credentials.Host) is { } account
        && account.Equals(wanted);
}
