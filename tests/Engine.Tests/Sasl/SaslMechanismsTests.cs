using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>What is offered when, and what happens to an attempt with what is not.</summary>
public sealed class SaslMechanismsTests
{
    [Fact]
    public void Encrypted_stream_with_binding_is_offered_everything_strongest_first()
    {
        using var server = new SaslTestServer();

        string offered = Offered(server, SaslTestServer.TlsWithBinding);

        Assert.Equal(
            "SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 PLAIN",
            offered);
    }

    [Fact]
    public void Encrypted_stream_without_binding_is_not_offered_plus()
    {
        using var server = new SaslTestServer();

        string offered = Offered(server, SaslTestServer.Tls);

        Assert.Equal("SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 PLAIN", offered);
    }

    [Fact]
    public void Unencrypted_stream_is_not_offered_plain()
    {
        using var server = new SaslTestServer();

        string offered = Offered(server, new SaslConditions());

        Assert.Equal("SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1", offered);
    }

    [Fact]
    public void Unencrypted_stream_is_offered_plain_where_the_operator_allows_it()
    {
        using var server = new SaslTestServer();

        string offered = Offered(server, new SaslConditions { IsPlainAllowedUnencrypted = true });

        Assert.Equal("SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1 PLAIN", offered);
    }

    [Fact]
    public void Bindings_of_an_unencrypted_stream_do_not_count()
    {
        using var server = new SaslTestServer();
        SaslConditions conditions = SaslTestServer.TlsWithBinding with { IsEncrypted = false };

        string offered = Offered(server, conditions);

        Assert.Equal("SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1", offered);
        Assert.True(server.Mechanisms.OfferedChannelBindings(conditions).IsEmpty);
    }

    [Fact]
    public void Binding_types_are_offered_in_their_order()
    {
        using var server = new SaslTestServer();

        ChannelBindingType[] types =
            server.Mechanisms.OfferedChannelBindings(SaslTestServer.TlsWithBinding).ToArray();

        Assert.Equal([ChannelBindingType.Exporter, ChannelBindingType.ServerEndPoint], types);
    }

    [Fact]
    public void Default_conditions_offer_no_binding()
    {
        using var server = new SaslTestServer();

        Assert.True(server.Mechanisms.OfferedChannelBindings(new SaslConditions()).IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("PLAIN ")]
    [InlineData("PLAI")]
    [InlineData("DIGEST-MD5")]
    [InlineData("SCRAM-SHA-1-PLUS")] // Known, but there is no binding.
    [InlineData("SCRAM-SHA-224")]
    public void Mechanism_not_offered_is_invalid(string name)
    {
        using var server = new SaslTestServer();

        bool isStarted = server.Mechanisms.TryStart(
            Encoding.ASCII.GetBytes(name),
            SaslTestServer.Tls,
            SaslTestServer.Host,
            out SaslExchange? exchange,
            out SaslFailure failure);

        Assert.False(isStarted);
        Assert.Null(exchange);
        Assert.Equal(SaslFailure.InvalidMechanism, failure);
    }

    [Fact]
    public void Plain_without_encryption_requires_it()
    {
        using var server = new SaslTestServer();

        bool isStarted = server.Mechanisms.TryStart(
            "PLAIN"u8, new SaslConditions(), SaslTestServer.Host, out _, out SaslFailure failure);

        Assert.False(isStarted);
        Assert.Equal(SaslFailure.EncryptionRequired, failure);
    }

    [Fact]
    public void Order_is_as_configured()
    {
        using var server = new SaslTestServer(
            settings: new SaslSettings { Mechanisms = [SaslMechanismName.Plain, SaslMechanismName.ScramSha1] });

        Assert.Equal("PLAIN SCRAM-SHA-1", Offered(server, SaslTestServer.TlsWithBinding));
        Assert.True(server.Mechanisms.OfferedChannelBindings(SaslTestServer.TlsWithBinding).IsEmpty);
    }

    [Fact]
    public async Task Mechanisms_made_from_a_store_use_its_secret()
    {
        using var server = new SaslTestServer();
        SaslMechanisms mechanisms = await SaslMechanisms.CreateAsync(
            server.Accounts, server.Worker, new SaslSettings(), NullLogger<SaslMechanisms>.Instance);
        Assert.True(mechanisms.TryStart(
            "SCRAM-SHA-1"u8, SaslTestServer.Tls, SaslTestServer.Host, out SaslExchange? exchange, out _));
        using SaslExchange other = server.Start("SCRAM-SHA-1");

        SaslStep first = await exchange.SendAsync("n,,n=romeo,r=abc");
        SaslStep second = await other.SendAsync("n,,n=romeo,r=abc");
        exchange.Dispose();

        Assert.Equal(second.DataText().Split(',')[1], first.DataText().Split(',')[1]);
    }

    [Fact]
    public async Task Disposed_attempt_refuses_messages()
    {
        using var server = new SaslTestServer();
        SaslExchange exchange = server.Start("SCRAM-SHA-1");

        exchange.Dispose();
        SaslStep step = await exchange.SendAsync("n,,n=juliet,r=abc");

        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
    }

    [Fact]
    public void Every_failure_has_its_element_name()
    {
        IEnumerable<string> names = Enum.GetValues<SaslFailure>()
            .Select(static failure => Encoding.ASCII.GetString(failure.ToElementName()));

        string[] expected =
        [
            "aborted", "account-disabled", "credentials-expired", "encryption-required", "incorrect-encoding",
            "invalid-authzid", "invalid-mechanism", "malformed-request", "mechanism-too-weak", "not-authorized",
            "temporary-auth-failure",
        ];
        Assert.Equal(expected, names);
    }

    private static string Offered(SaslTestServer server, SaslConditions conditions) =>
        string.Join(' ', server.Mechanisms.Offered(in conditions).Select(m => Encoding.ASCII.GetString(m.Name)));
}
