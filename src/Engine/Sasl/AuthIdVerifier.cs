using System.Text;

namespace Meerkat.Engine.Sasl;

/// <summary>The account is whichever the client names: anyone with a certificate may log in as anyone. Immutable; any
/// thread.</summary>
public sealed class AuthIdVerifier : ICertificateVerifier
{
    public string Name => "auth_id";

    public ValueTask<CertificateLogin> VerifyAsync(CertificateCredentials credentials) => new(
        credentials.AuthorizationId is { } wanted && credentials.IsAccountOfHost(wanted)
            ? CertificateLogin.As(Encoding.UTF8.GetString(wanted.Local))
            : CertificateLogin.Refuse(SaslFailure.NotAuthorized, "the client names no account of the stream's domain"));
}
