using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Tests.OpenSsl;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class OpenSslVerdictTests() : PeerVerdictContract(TlsLibrary.OpenSsl)
{
    [Fact] // Acceptance case 50
    public async Task Case_50_revoked_certificate_is_refused_with_the_reason()
    {
        using X509Certificate2 good = Authority.Issue();
        using X509Certificate2 revoked = Authority.Issue();
        Authority.Revoke(revoked);
        TlsOptions options = Options with { Trust = Authority.TrustWithRevocationList };

        Assert.Equal(PeerVerdict.Verified, (await VerdictAsync(options, good, SslProtocols.Tls13)).Verdict);
        Assert.Equal(PeerVerdict.Refused("certificate revoked"), (await VerdictAsync(options, revoked, SslProtocols.Tls13)).Verdict);
        Assert.Equal(
            "closed TlsFailed",
            await OutcomeAsync(options with { ClientCertificate = ClientCertificatePolicy.Require }, revoked, SslProtocols.Tls13));
    }

    [Fact]
    public async Task Certificate_too_large_for_a_ticket_is_refused_while_shaking_hands()
    {
        using X509Certificate2 large = Authority.IssueLarge(47 * 1024);
        using X509Certificate2 tooLarge = Authority.IssueLarge(48 * 1024);
        TlsOptions options = Options with { HasSessionTickets = true };

        Assert.Equal(PeerVerdict.Verified, (await VerdictAsync(options, large, SslProtocols.Tls13)).Verdict);
        Assert.Equal("closed TlsFailed", await OutcomeAsync(options, tooLarge, SslProtocols.Tls13));
    }

    [Fact]
    public async Task Revocation_list_that_is_missing_for_an_authority_of_the_chain_counts_as_a_fault()
    {
        using var root = new TestAuthority("CN=Root");
        using var intermediate = new TestAuthority("CN=Intermediate", root);
        using X509Certificate2 mine = intermediate.Issue();
        X509Certificate2Collection authorities = [.. root.Trust.Authorities!, .. intermediate.Trust.Authorities!];

        PeerVerdict without = (await VerdictAsync(
            Options with { Trust = new TrustStore(authorities, [root.RevocationList()]) }, mine, SslProtocols.Tls13)).Verdict;
        PeerVerdict with = (await VerdictAsync(
            Options with { Trust = new TrustStore(authorities, [root.RevocationList(), intermediate.RevocationList()]) },
            mine,
            SslProtocols.Tls13)).Verdict;

        Assert.Equal(PeerVerdict.Refused("unable to get certificate CRL"), without);
        Assert.Equal(PeerVerdict.Verified, with);
    }

    [Fact]
    public async Task Self_signed_certificate_needs_no_revocation_list()
    {
        using X509Certificate2 mine = TestAuthority.SelfSigned();
        TlsOptions options = Options with { Trust = Authority.TrustWithRevocationList, VerifyMode = VerifyMode.SelfSignedPeer };

        Assert.Equal(PeerVerdict.Verified, (await VerdictAsync(options, mine, SslProtocols.Tls13)).Verdict);
    }

    [Fact]
    public async Task First_fault_is_the_reason()
    {
        using X509Certificate2 expired = Authority.IssueExpired();
        Authority.Revoke(expired);

        (PeerVerdict verdict, _) = await VerdictAsync(
            Options with { Trust = Authority.TrustWithRevocationList }, expired, SslProtocols.Tls13);

        Assert.Equal(PeerVerdict.Refused("certificate revoked"), verdict);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls13, false)]
    public void Resumed_session_keeps_certificate_and_verdict(SslProtocols version, bool isTrusted)
    {
        using var other = new TestAuthority("CN=Other CA");
        using X509Certificate2 mine = (isTrusted ? Authority : other).Issue();
        OpenSslContext context = EnginePair.MakeContext(Options);
        using EnginePair first = new EnginePair(context, version, Options, certificate: mine).Connect();

        using EnginePair second = new EnginePair(context, version, Options, first.Client, certificate: mine).Connect();

        var session = new OpenSslSession(second.Server, new Lock(), second.Terms);
        Assert.True(session.IsResumed);
        Assert.Equal(mine.Thumbprint, session.PeerCertificate?.Thumbprint);
        Assert.Equal(isTrusted ? PeerCertificateState.Verified : PeerCertificateState.Refused, session.PeerVerdict.State);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void Without_tickets_nothing_is_resumed(SslProtocols version)
    {
        TlsOptions options = Options with { HasSessionTickets = false };
        OpenSslContext context = EnginePair.MakeContext(options);
        using EnginePair first = new EnginePair(context, version, options).Connect();

        using EnginePair second = new EnginePair(context, version, options, first.Client).Connect();

        Assert.False(second.Client.IsResumed);
    }

    [Fact]
    public void List_of_ciphers_is_used_and_one_without_a_known_name_refused()
    {
        TlsOptions options = Options with { Ciphers = "ECDHE-ECDSA-CHACHA20-POLY1305" };
        using EnginePair pair = new EnginePair(EnginePair.MakeContext(options), SslProtocols.Tls12, options).Connect();
        var session = new OpenSslSession(pair.Server, new Lock(), pair.Terms);

        OpenSslException e = Assert.Throws<OpenSslException>(() => EnginePair.MakeContext(Options with { Ciphers = "ROT13" }));

        Assert.Equal(System.Net.Security.TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, session.CipherSuite);
        Assert.Contains("ROT13", e.Message, StringComparison.Ordinal);
    }
}
