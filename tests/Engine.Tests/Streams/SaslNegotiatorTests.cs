using Meerkat.Engine.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>RFC 6120 §6 on the wire; what mechanisms do is tested beside them.</summary>
public sealed class SaslNegotiatorTests
{
    [Theory]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='UNKNOWN'/>", "invalid-mechanism")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "invalid-mechanism")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>!</auth>", "incorrect-encoding")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AAAA</auth>", "malformed-request")]
    public async Task Attempt_that_fails_is_told_why_and_another_may_follow(string auth, string condition)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        var answer = await client.RequestAsync(auth);

        Assert.Contains($"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><{condition}/>", answer, StringComparison.Ordinal);
        await client.AuthenticateAsync("romeo", TestServer.Password);
    }

    [Fact]
    public async Task Third_failure_ends_the_stream()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("<not-authorized/>", await client.RequestAsync(TestClient.Auth("romeo", "wrong")), StringComparison.Ordinal);
        }

        await XmppStreamTests.ExpectStreamErrorAsync(client, "policy-violation");
    }

    [Fact]
    public async Task Aborted_attempt_may_be_followed_by_another()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        Assert.Equal(
            "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
            await client.RequestAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>"));
        Assert.Contains(
            "<aborted/>",
            await client.RequestAsync("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"),
            StringComparison.Ordinal);

        await client.AuthenticateAsync("romeo", TestServer.Password);
    }

    [Fact]
    public async Task Stream_that_must_use_tls_offers_and_takes_nothing_else()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Streams = new ClientStreamOptions { StartTls = StartTlsPolicy.Required, AllowPlainWithoutTls = true },
        });
        var client = server.Connect();

        var features = await client.OpenAsync();
        var answer = await client.RequestAsync(TestClient.Auth("romeo", TestServer.Password));

        Assert.Contains("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>", features, StringComparison.Ordinal);
        Assert.DoesNotContain("<mechanisms", features, StringComparison.Ordinal);
        Assert.Contains("<encryption-required/>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_is_not_offered_in_the_clear_unless_allowed()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Streams = new ClientStreamOptions { StartTls = StartTlsPolicy.Optional },
        });
        var client = server.Connect();

        var features = await client.OpenAsync();

        Assert.Contains("<mechanism>SCRAM-SHA-256</mechanism>", features, StringComparison.Ordinal);
        Assert.DoesNotContain("<mechanism>PLAIN</mechanism>", features, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starttls_without_a_certificate_fails_and_ends_the_stream()
    {
        await using var server = new TestServer();
        var client = server.Connect();
        await client.OpenAsync();

        client.Send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");

        Assert.Equal(
            ["<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "</stream:stream>"], await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Account_store_that_fails_is_a_temporary_failure()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Stores = new HookedStores { BeforeFind = _ => throw new InvalidOperationException("no store") },
            ExpectedErrors = 1,
        });
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        var answer = await client.RequestAsync(TestClient.Auth("romeo", TestServer.Password));

        Assert.Contains("<temporary-auth-failure/>", answer, StringComparison.Ordinal);
    }
}
