using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>What is found about a client's certificate, and what then happens, whichever library does the cryptography.</summary>
public abstract class PeerVerdictContract : IDisposable
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly ServerCertificate _certificate;

    protected PeerVerdictContract(TlsLibrary library)
    {
        _certificate = SelfSignedCertificate.LoadOrCreate(_directory.Path, ["localhost"], TimeProvider.System);
        Options = new TlsOptions { Library = library, ClientCertificate = ClientCertificatePolicy.Request, Trust = Authority.Trust };
    }

    internal TestAuthority Authority { get; } = new();

    protected TlsOptions Options { get; }

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    public void Dispose()
    {
        Authority.Dispose();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Certificate_of_the_authority_is_verified(SslProtocols version)
    {
        using X509Certificate2 mine = Authority.Issue();

        (PeerVerdict verdict, X509Certificate2? seen) = await VerdictAsync(Options, mine, version);

        Assert.Equal(PeerVerdict.Verified, verdict);
        Assert.Equal(mine.Thumbprint, seen?.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Client_without_a_certificate_goes_on_without(SslProtocols version)
    {
        (PeerVerdict verdict, X509Certificate2? seen) = await VerdictAsync(Options, null, version);

        Assert.Equal(PeerVerdict.NoCertificate, verdict);
        Assert.Null(seen);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Certificate_of_another_authority_is_refused_and_the_connection_goes_on(SslProtocols version)
    {
        using var other = new TestAuthority("CN=Other CA");
        using X509Certificate2 mine = other.Issue();

        (PeerVerdict verdict, _) = await VerdictAsync(Options, mine, version);

        AssertRefused(verdict);
    }

    [Fact]
    public async Task Certificate_of_an_authority_with_the_same_name_is_refused()
    {
        using var other = new TestAuthority();
        using X509Certificate2 mine = other.Issue();

        (PeerVerdict verdict, _) = await VerdictAsync(Options, mine, SslProtocols.Tls13);

        AssertRefused(verdict);
    }

    [Fact]
    public async Task Certificate_that_has_run_out_is_refused()
    {
        using X509Certificate2 mine = Authority.IssueExpired();

        (PeerVerdict verdict, _) = await VerdictAsync(Options, mine, SslProtocols.Tls13);

        AssertRefused(verdict);
    }

    [Theory] // Acceptance case 9
    [MemberData(nameof(Versions))]
    public async Task Case_9_unknown_critical_extension_is_refused_and_the_connection_goes_on(SslProtocols version)
    {
        using X509Certificate2 mine = Authority.IssueWithUnknownExtension(TestNames.Of("juliet@example.org"));

        (PeerVerdict verdict, _) = await VerdictAsync(Options, mine, version);

        AssertRefused(verdict);
    }

    [Fact] // Acceptance case 25
    public async Task Case_25_self_signed_certificate_is_refused()
    {
        using X509Certificate2 mine = TestAuthority.SelfSigned();

        (PeerVerdict verdict, _) = await VerdictAsync(Options, mine, SslProtocols.Tls13);

        AssertRefused(verdict);
    }

    [Theory] // Acceptance case 22
    [MemberData(nameof(Versions))]
    public async Task Case_22_self_signed_certificate_is_verified_where_that_will_do(SslProtocols version)
    {
        using X509Certificate2 mine = TestAuthority.SelfSigned();

        (PeerVerdict verdict, _) = await VerdictAsync(Options with { VerifyMode = VerifyMode.SelfSignedPeer }, mine, version);

        Assert.Equal(PeerVerdict.Verified, verdict);
    }

    [Fact]
    public async Task Only_being_self_signed_is_excused()
    {
        TlsOptions options = Options with { VerifyMode = VerifyMode.SelfSignedPeer };
        using var other = new TestAuthority("CN=Other CA");
        using X509Certificate2 stranger = other.Issue();
        using X509Certificate2 expired = Authority.IssueExpired();
        using X509Certificate2 unknown = Authority.IssueWithUnknownExtension(new TestNames());

        foreach (X509Certificate2 mine in new[] { stranger, expired, unknown })
            AssertRefused((await VerdictAsync(options, mine, SslProtocols.Tls13)).Verdict);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Required_certificate_lets_a_good_one_pass(SslProtocols version)
    {
        using X509Certificate2 mine = Authority.Issue();

        (PeerVerdict verdict, _) = await VerdictAsync(Options with { ClientCertificate = ClientCertificatePolicy.Require }, mine, version);

        Assert.Equal(PeerVerdict.Verified, verdict);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Required_certificate_that_is_missing_or_bad_ends_the_handshake(SslProtocols version)
    {
        TlsOptions options = Options with { ClientCertificate = ClientCertificatePolicy.Require };
        using X509Certificate2 expired = Authority.IssueExpired();
        using X509Certificate2 selfSigned = TestAuthority.SelfSigned();

        foreach (X509Certificate2? mine in new[] { null, expired, selfSigned })
            Assert.Equal("closed TlsFailed", await OutcomeAsync(options, mine, version));
    }

    // Choosing another certificate of ours must not choose other rules for the client's.
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Client_is_judged_the_same_whichever_server_it_names(SslProtocols version)
    {
        using var directory = new TemporaryDirectory();
        ServerCertificate second = SelfSignedCertificate.LoadOrCreate(directory.Path, ["second.example"], TimeProvider.System);
        using var other = new TestAuthority("CN=Other CA");
        using X509Certificate2 good = Authority.Issue();
        using X509Certificate2 bad = other.Issue();
        await using var net = new SocketFixture { DirectTls = TlsServerContext.Create([_certificate, second], Options) };

        foreach (X509Certificate2 mine in new[] { good, bad })
        {
            await using NetworkStream socket = await net.ConnectAsync();
            await using SslStream client = await SecureAsync(socket, mine, version, "second.example");

            Assert.Equal("tls", await net.LastOwner!.NextAsync());
            Assert.Equal("CN=second.example", client.RemoteCertificate!.Subject);
            PeerCertificateState expected = mine == good ? PeerCertificateState.Verified : PeerCertificateState.Refused;
            Assert.Equal(expected, net.LastConnection!.Tls!.PeerVerdict.State);
        }
    }

    [Fact]
    public async Task Refused_certificate_is_one_line_of_the_log()
    {
        using X509Certificate2 mine = TestAuthority.SelfSigned("CN=juliet");
        await using var net = new SocketFixture { DirectTls = Context(Options), ExpectedErrors = 1 };
        net.Errors.Level = LogLevel.Information;
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, mine, SslProtocols.Tls13);

        Assert.Equal("tls", await net.LastOwner!.NextAsync());

        Assert.Contains("of subject CN=juliet, is refused: ", Assert.Single(net.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_is_not_asked_shows_nothing()
    {
        using X509Certificate2 mine = Authority.Issue();

        (PeerVerdict verdict, X509Certificate2? seen) =
            await VerdictAsync(Options with { ClientCertificate = ClientCertificatePolicy.None }, mine, SslProtocols.Tls13);

        Assert.Equal(PeerVerdict.NoCertificate, verdict);
        Assert.Null(seen);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Names_of_the_authorities_are_sent(SslProtocols version)
    {
        await using var net = new SocketFixture { DirectTls = Context(Options) };
        await using NetworkStream socket = await net.ConnectAsync();
        string[] issuers = [];
        await using var client = new SslStream(
            socket,
            leaveInnerStreamOpen: true,
            static (_, shown, _, _) => shown is not null,
            (_, _, _, _, acceptable) =>
            {
                if (acceptable.Length > 0) issuers = acceptable;
                return null!;
            });

        await client.AuthenticateAsClientAsync("localhost", [], version, checkCertificateRevocation: false)
            .WaitAsync(_guard, TestContext.Current.CancellationToken);

        Assert.Equal(["CN=Test CA"], issuers);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, SslProtocols.Tls13)]
    [InlineData(SslProtocols.Tls13, SslProtocols.Tls12)]
    public async Task Version_that_is_switched_off_is_refused(SslProtocols allowed, SslProtocols tried)
    {
        TlsOptions options = Options with { Versions = allowed };

        Assert.Equal("tls", await OutcomeAsync(options, null, allowed));
        Assert.Equal("closed TlsFailed", await OutcomeAsync(options, null, tried));
    }

    protected async Task<(PeerVerdict Verdict, X509Certificate2? Certificate)> VerdictAsync(
        TlsOptions options, X509Certificate2? certificate, SslProtocols version)
    {
        await using var net = new SocketFixture { DirectTls = Context(options) };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, certificate, version);
        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        TlsSession session = net.LastConnection!.Tls!;
        return (session.PeerVerdict, session.PeerCertificate);
    }

    protected TlsServerContext Context(TlsOptions options) => TlsServerContext.Create([_certificate], options);

    protected static void AssertRefused(PeerVerdict verdict)
    {
        Assert.Equal(PeerCertificateState.Refused, verdict.State);
        Assert.NotEqual("", verdict.Reason);
    }

    /// <summary>The first thing the connection's owner hears.</summary>
    protected async Task<string> OutcomeAsync(TlsOptions options, X509Certificate2? certificate, SslProtocols version)
    {
        await using var net = new SocketFixture { DirectTls = Context(options) };
        await using NetworkStream socket = await net.ConnectAsync();
        try
        {
            // Under TLS 1.3 a client is done before the server has seen its certificate.
            await using SslStream client = await SecureAsync(socket, certificate, version);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
        }

        return await net.LastOwner!.NextAsync();
    }

    private static async Task<SslStream> SecureAsync(
        NetworkStream socket, X509Certificate2? certificate, SslProtocols version, string serverName = "localhost")
    {
        var client = new SslStream(socket, leaveInnerStreamOpen: true, static (_, shown, _, _) => shown is not null);
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            EnabledSslProtocols = version,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
        }).WaitAsync(_guard);
        return client;
    }
}
