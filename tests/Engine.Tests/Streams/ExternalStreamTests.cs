using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tests.Tls;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>SASL EXTERNAL on a stream: when it is offered, and what is answered.</summary>
public sealed class ExternalStreamTests : IDisposable
{
    private const string Auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>";
    private const string External = "<mechanism>EXTERNAL</mechanism>";

    private static readonly TestServerOptions _withPki = new() { Methods = AuthenticationMethods.Internal | AuthenticationMethods.Pki };

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Verified_certificate_logs_in_and_the_account_has_a_roster()
    {
        await using var server = new TestServer(_withPki);
        TestClient client = server.Connect(Session("juliet@example.org"));

        (string features, string answer) = await TryAsync(client);
        await client.OpenAsync();
        await client.BindAsync("balcony");
        string push = await client.RequestAsync("<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='romeo@example.net'/></query></iq>");

        Assert.Contains("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + External, features, StringComparison.Ordinal);
        Assert.Equal("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", answer);
        Assert.Equal("juliet@example.org/balcony", client.Jid);
        Assert.DoesNotContain("error", push, StringComparison.Ordinal);
        Assert.True(await server.Stores.Accounts.ExistsAsync(Jid.Parse("juliet@example.org")));
    }

    [Fact]
    public async Task Auth_without_any_text_is_answered_at_once()
    {
        await using var server = new TestServer(_withPki);
        TestClient client = server.Connect(Session("juliet@example.org"));
        await client.OpenAsync();

        Assert.StartsWith("<success", await client.RequestAsync(Auth + "</auth>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!", "incorrect-encoding")] // case 47
    [InlineData("YQ", "incorrect-encoding")]
    [InlineData("anVsaQBldA==", "invalid-authzid")] // case 49
    [InlineData("cm9tZW9AZXhhbXBsZS5vcmc=", "invalid-authzid")] // romeo@example.org
    public async Task Case_47_49_bad_message_fails_and_the_stream_goes_on(string text, string expected)
    {
        await using var server = new TestServer(_withPki);
        await server.AddAccountAsync("romeo@example.org");
        TestClient client = server.Connect(Session("juliet@example.org"));
        await client.OpenAsync();

        string answer = await client.RequestAsync($"{Auth}{text}</auth>");

        Assert.Equal($"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><{expected}/></failure>", answer);
        await client.AuthenticateAsync("romeo", TestServer.Password);
    }

    [Fact]
    public async Task Case_30_31_client_without_a_certificate_is_not_offered_it_and_fails_if_it_tries()
    {
        await using var server = new TestServer(_withPki);
        await server.AddAccountAsync("romeo@example.org");
        TestClient client = server.Connect(new TestTlsSession(null, PeerVerdict.NoCertificate));

        (string features, string answer) = await TryAsync(client);

        Assert.DoesNotContain(External, features, StringComparison.Ordinal);
        Assert.Contains("SCRAM-SHA-256", features, StringComparison.Ordinal);
        Assert.Equal("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>", answer);
        await client.AuthenticateAsync("romeo", TestServer.Password);
    }

    [Fact]
    public async Task Case_9_50_refused_certificate_is_as_none()
    {
        await using var server = new TestServer(_withPki);
        using X509Certificate2 certificate = _authority.Issue("CN=juliet", TestNames.Of("juliet@example.org"));
        TestClient client = server.Connect(new TestTlsSession(certificate, PeerVerdict.Refused("certificate revoked")));

        (string features, string answer) = await TryAsync(client);

        Assert.DoesNotContain(External, features, StringComparison.Ordinal);
        Assert.Contains("<not-authorized/>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_32_listener_without_pki_does_not_offer_it()
    {
        await using var server = new TestServer(_withPki with { Methods = AuthenticationMethods.Internal });
        TestClient client = server.Connect(Session("juliet@example.org"));

        (string features, string answer) = await TryAsync(client);

        Assert.DoesNotContain(External, features, StringComparison.Ordinal);
        Assert.Contains("<invalid-mechanism/>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_with_pki_alone_offers_nothing_else()
    {
        await using var server = new TestServer(_withPki with { Methods = AuthenticationMethods.Pki });
        TestClient client = server.Connect(Session("juliet@example.org"));

        string features = await client.OpenAsync();

        Assert.Contains("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + External + "</mechanisms>", features, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mechanism_that_is_not_listed_is_invalid()
    {
        await using var server = new TestServer(_withPki with { Sasl = new() { Mechanisms = [SaslMechanismName.Plain] } });
        TestClient client = server.Connect(Session("juliet@example.org"));

        (string features, string answer) = await TryAsync(client);

        Assert.DoesNotContain(External, features, StringComparison.Ordinal);
        Assert.Contains("<invalid-mechanism/>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_are_limited()
    {
        await using var server = new TestServer(_withPki);
        TestClient client = server.Connect(Session("juliet@example.net"));
        await client.OpenAsync();

        for (int i = 0; i < new ClientStreamOptions().MaxAuthenticationAttempts; i++)
            Assert.Contains("<not-authorized/>", await client.RequestAsync(Auth + "=</auth>"), StringComparison.Ordinal);

        Assert.Contains("policy-violation", string.Concat(await client.ReceiveToEndAsync()), StringComparison.Ordinal);
    }

    /// <summary>What is offered, and the answer to an attempt whether it is offered or not.</summary>
    private static async Task<(string Features, string Answer)> TryAsync(TestClient client) =>
        (await client.OpenAsync(), await client.RequestAsync(Auth + "=</auth>"));

    private TestTlsSession Session(string address) =>
        new(_authority.Issue("CN=someone", TestNames.Of(address)), PeerVerdict.Verified);
}
