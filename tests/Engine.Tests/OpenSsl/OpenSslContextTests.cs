using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.OpenSsl;

public sealed class OpenSslContextTests
{
    [Fact]
    public void Library_names_its_version()
    {
        Assert.True(OpenSslLibrary.OfSystem.TryLoad(out string version), version);

        Assert.StartsWith("OpenSSL 3.", version, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_without_a_key_is_refused_by_name()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signed = Sign("CN=no-key", key);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(signed.RawData);

        OpenSslException e = Assert.Throws<OpenSslException>(() => ContextOf(certificate));

        Assert.Contains("CN=no-key", e.Message, StringComparison.Ordinal);
        Assert.Contains("no RSA or ECDSA private key", e.Message, StringComparison.Ordinal);
    }

    // Which the system's configuration would leave to its security level; OpenSSL's reason is passed on.
    [Fact]
    public void Key_that_is_too_short_is_refused_with_OpenSSLs_reason()
    {
        using RSA key = RSA.Create(512);
        using X509Certificate2 certificate =
            new CertificateRequest("CN=short", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        OpenSslException e = Assert.Throws<OpenSslException>(() => ContextOf(certificate));

        Assert.Contains("CN=short is refused", e.Message, StringComparison.Ordinal);
        Assert.Contains("key too small (0A0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RSA_certificate_is_taken()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate =
            new CertificateRequest("CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        OpenSslContext context = ContextOf(certificate);

        Assert.False(context.Handle.IsInvalid);
    }

    [Fact]
    public void Errors_are_named_with_their_codes_and_the_queue_is_empty_afterwards()
    {
        using SslContextHandle context = LibSsl.SSL_CTX_new(LibSsl.TLS_server_method());

        OpenSslException e = Assert.Throws<OpenSslException>(
            () => OpenSslErrors.ThrowIf(LibSsl.SSL_CTX_set_cipher_list(context, "no such cipher") != 1, "The list is refused"));

        Assert.Equal("The list is refused: no cipher match (0A0000B9).", e.Message);
        Assert.Equal("OpenSSL gives no reason", OpenSslErrors.Take());
    }

    [Fact]
    public void Server_name_that_is_no_name_gets_the_default_certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        OpenSslContext first = ContextOf(Sign("CN=first", key));
        OpenSslContext second = ContextOf(Sign("CN=second", key));
        var terms = new HandshakeTerms([first, second], 0, [], new TlsOptions());

        Assert.Same(first, terms.Select("\u0001<>"));
        Assert.Same(first, terms.Select("third.example"));
        Assert.Same(second, terms.Find(second.Handle.DangerousGetHandle()));
    }

    private static OpenSslContext ContextOf(X509Certificate2 certificate) =>
        new(new ServerCertificate(certificate, []), new TlsOptions());

    private static X509Certificate2 Sign(string name, ECDsa key) =>
        new CertificateRequest(name, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
}
