using System.Text;
using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>An answer must not tell whether an account exists (RFC 5802 §7, RFC 6120 §13.11).</summary>
public sealed class UnknownUserTests
{
    [Theory]
    [InlineData("SCRAM-SHA-1", "romeo")]
    [InlineData("SCRAM-SHA-256", "romeo")]
    [InlineData("SCRAM-SHA-512", "romeo")]
    [InlineData("SCRAM-SHA-256", "ro meo")] // No localpart.
    [InlineData("SCRAM-SHA-256", "juliet@capulet.example")]
    [InlineData("SCRAM-SHA-256", "juliet@capulet.example/")]
    [InlineData("SCRAM-SHA-256", "a/b")]
    [InlineData("SCRAM-SHA-256", "\u0007")] // SASLprep prohibits it.
    public async Task Unknown_user_gets_steps_of_the_same_shape(string mechanism, string username)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start(mechanism);
        using SaslExchange knownExchange = server.Start(mechanism);
        var client = new ScramClient(mechanism, username, "wrong");
        var knownClient = new ScramClient(mechanism, "juliet", "wrong");

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep failure = await exchange.SendAsync(client.Final(challenge.Data));
        SaslStep knownChallenge = await knownExchange.SendAsync(knownClient.First);
        SaslStep knownFailure = await knownExchange.SendAsync(knownClient.Final(knownChallenge.Data));

        Assert.Equal(challenge.Data!.Length, knownChallenge.Data!.Length);
        Assert.Equal(Iterations(challenge), Iterations(knownChallenge));
        Assert.Equal(failure, knownFailure);
        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized), failure);
    }

    [Fact]
    public async Task Salt_of_an_unknown_user_survives_a_restart()
    {
        using var before = new SaslTestServer();
        using var after = new SaslTestServer();

        string first = await SaltAsync(before, "SCRAM-SHA-256", "romeo");
        string second = await SaltAsync(after, "SCRAM-SHA-256", "romeo");

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Salt_of_an_unknown_user_depends_on_the_secret()
    {
        using var server = new SaslTestServer();
        using var other = new SaslTestServer(serverSecret: new byte[32]);

        string first = await SaltAsync(server, "SCRAM-SHA-256", "romeo");
        string second = await SaltAsync(other, "SCRAM-SHA-256", "romeo");

        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", "romeo", "SCRAM-SHA-256", "mercutio")]
    [InlineData("SCRAM-SHA-256", "romeo", "SCRAM-SHA-1", "romeo")]
    [InlineData("SCRAM-SHA-256", "ro meo", "SCRAM-SHA-256", "ro  meo")]
    public async Task Salts_differ_where_those_of_accounts_would(
        string mechanism, string username, string otherMechanism, string otherUsername)
    {
        using var server = new SaslTestServer();

        string first = await SaltAsync(server, mechanism, username);
        string second = await SaltAsync(server, otherMechanism, otherUsername);

        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("romeo")]
    [InlineData("juliet")]
    public async Task Spellings_of_one_name_get_one_salt(string username)
    {
        using var server = new SaslTestServer();

        string first = await SaltAsync(server, "SCRAM-SHA-256", username);
        string second = await SaltAsync(server, "SCRAM-SHA-256", username.ToUpperInvariant());

        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("romeo")]
    [InlineData("juliet")]
    public async Task Channel_binding_does_not_change_the_salt(string username)
    {
        using var server = new SaslTestServer();
        using SaslExchange plus = server.Start("SCRAM-SHA-256-PLUS", SaslTestServer.TlsWithBinding);

        SaslStep challenge = await plus.SendAsync($"p=tls-exporter,,n={username},r=abc");
        string salt = await SaltAsync(server, "SCRAM-SHA-256", username);

        Assert.Equal(salt, Salt(challenge));
    }

    [Fact]
    public async Task Name_longer_than_any_account_gets_a_challenge()
    {
        using var server = new SaslTestServer();

        string salt = await SaltAsync(server, "SCRAM-SHA-256", new string('a', 5000));

        Assert.Equal(ScramKeyDerivation.SaltBytes, Convert.FromBase64String(salt).Length);
    }

    private static async Task<string> SaltAsync(SaslTestServer server, string mechanism, string username)
    {
        using SaslExchange exchange = server.Start(mechanism);
        return Salt(await exchange.SendAsync($"n,,n={username},r=abc"));
    }

    private static string Salt(SaslStep challenge) => Encoding.UTF8.GetString(challenge.Data!).Split(',')[1][2..];

    private static string Iterations(SaslStep challenge) => Encoding.UTF8.GetString(challenge.Data!).Split(',')[2];
}
