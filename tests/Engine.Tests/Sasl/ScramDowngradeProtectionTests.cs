using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>XEP-0474, and what RFC 5802 §6 and XEP-0440 say about removed offers.</summary>
public sealed class ScramDowngradeProtectionTests
{
    private static readonly SaslSettings _protected = new();

    [Fact] // XEP-0474 §6.3
    public void Example_of_the_specification()
    {
        using var server = new SaslTestServer(settings: new() { Mechanisms = [SaslMechanismName.ScramSha1Plus, SaslMechanismName.ScramSha1] });
        SaslConditions conditions = SaslTestServer.TlsWithBinding;

        byte[] hash = ScramDowngradeProtection.Compute(
            ScramHash.Sha1, server.Mechanisms.Offered(conditions), server.Mechanisms.OfferedChannelBindings(conditions));

        Assert.Equal("G6k/rBLDqgOhRRaCuuatSDFkJ08=", Encoding.ASCII.GetString(hash));
    }

    [Theory]
    [InlineData("SCRAM-SHA-1", false)]
    [InlineData("SCRAM-SHA-256", true)]
    [InlineData("SCRAM-SHA-512-PLUS", true)]
    public async Task First_message_has_the_hash_of_what_was_offered(string mechanism, bool hasBinding)
    {
        using var server = new SaslTestServer(settings: _protected);
        SaslConditions conditions = hasBinding ? SaslTestServer.TlsWithBinding : SaslTestServer.Tls;
        using SaslExchange exchange = server.Start(mechanism, conditions);
        ScramClient client = ClientOf(mechanism);

        SaslStep first = await exchange.RespondAsync(client.First);
        SaslStep last = await exchange.RespondAsync(client.Final(first.Data));

        string mechanisms = string.Join('\x1E', server.Mechanisms.Offered(in conditions)
            .Select(offered => Encoding.ASCII.GetString(offered.Name)).Order(StringComparer.Ordinal));
        string offer = hasBinding ? mechanisms + "\x1Ftls-exporter\x1Etls-server-end-point" : mechanisms;
        byte[] expected = CryptographicOperations.HashData(HashOf(mechanism), Encoding.ASCII.GetBytes(offer));
        Assert.EndsWith($",h={Convert.ToBase64String(expected)}", first.DataText(), StringComparison.Ordinal);
        Assert.Equal(SaslStepKind.Success, last.Kind);
    }

    // Who changes the hash on its way breaks the proof.
    [Fact]
    public async Task Hash_that_was_changed_on_its_way_fails_the_login()
    {
        using var server = new SaslTestServer(settings: _protected);
        using SaslExchange exchange = server.Start("SCRAM-SHA-256");
        ScramClient client = ClientOf("SCRAM-SHA-256");

        SaslStep first = await exchange.RespondAsync(client.First);
        string text = first.DataText();
        string changed = text[..text.IndexOf(",h=", StringComparison.Ordinal)] + ",h=AAAA";
        SaslStep last = await exchange.RespondAsync(client.Final(Encoding.ASCII.GetBytes(changed)));

        Assert.Equal(SaslFailure.NotAuthorized, last.Failure);
    }

    [Fact]
    public async Task Switched_off_there_is_no_hash()
    {
        using var server = new SaslTestServer(settings: new() { HasDowngradeProtection = false });
        using SaslExchange exchange = server.Start("SCRAM-SHA-256");

        SaslStep first = await exchange.RespondAsync(ClientOf("SCRAM-SHA-256").First);

        Assert.DoesNotContain(",h=", first.DataText(), StringComparison.Ordinal);
    }

    // XEP-0440 §5: a client that could bind and saw no offer it can use says 'n', not 'y'; 'y' with an offer is an attack.
    [Theory]
    [InlineData("n", "Challenge")]
    [InlineData("y", "Failure NotAuthorized")]
    public async Task Offer_of_bindings_that_was_removed_is_noticed(string flag, string expected)
    {
        using var server = new SaslTestServer(settings: _protected);
        using SaslExchange exchange = server.Start("SCRAM-SHA-256", SaslTestServer.TlsWithBinding);

        SaslStep first = await exchange.SendAsync($"{flag},,n=juliet,r=abc");

        Assert.Equal(expected, first.ToString());
    }

    private static ScramClient ClientOf(string mechanism) =>
        mechanism.EndsWith("-PLUS", StringComparison.Ordinal)
            ? new(mechanism, "juliet", SaslTestServer.Password) { BindingType = "tls-exporter", BindingData = [9, 8, 7] }
            : new(mechanism, "juliet", SaslTestServer.Password);

    private static HashAlgorithmName HashOf(string mechanism) => mechanism switch
    {
        "SCRAM-SHA-1" => HashAlgorithmName.SHA1,
        "SCRAM-SHA-256" => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.SHA512,
    };
}
