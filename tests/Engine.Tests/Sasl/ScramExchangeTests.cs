using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>
/// SCRAM as the specifications describe it: their examples, all hashes, names, authorization identities.
/// </summary>
public sealed class ScramExchangeTests
{
    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public async Task Right_password_authenticates_both_sides(string mechanism)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start(mechanism);
        var client = new ScramClient(mechanism, "juliet", SaslTestServer.Password);

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStepKind.Challenge, challenge.Kind);
        Assert.Equal(SaslStepKind.Success, success.Kind);
        Assert.Equal(SaslTestServer.Juliet, success.Account);
        Assert.True(client.IsServer(success.Data));
    }

    [Theory]
    [InlineData("SCRAM-SHA-1-PLUS")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-512-PLUS")]
    public async Task Right_password_and_channel_authenticate_both_sides(string mechanism)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start(mechanism, SaslTestServer.TlsWithBinding);
        var client = new ScramClient(mechanism, "juliet", SaslTestServer.Password)
        {
            BindingType = "tls-server-end-point",
            BindingData = SaslTestServer.EndPointData,
        };

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslTestServer.Juliet, success.Account);
        Assert.True(client.IsServer(success.Data));
    }

    [Fact]
    public async Task Rfc5802_example_is_reproduced()
    {
        using SaslTestServer server = WithUser("QSXCR+Q6sek8bf92", ScramHash.Sha1, "3rfcNHYJY1ZVvWVs7j");
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");

        SaslStep challenge = await exchange.SendAsync("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        SaslStep success = await exchange.SendAsync(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");

        Assert.Equal(
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096", challenge.DataText());
        Assert.Equal("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", success.DataText());
    }

    [Fact]
    public async Task Rfc7677_example_is_reproduced()
    {
        using SaslTestServer server = WithUser(
            "W22ZaJ0SNY7soEsUEjb6gQ==", ScramHash.Sha256, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        using SaslExchange exchange = server.Start("SCRAM-SHA-256");

        SaslStep challenge = await exchange.SendAsync("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        SaslStep success = await exchange.SendAsync(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        Assert.Equal(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            challenge.DataText());
        Assert.Equal("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", success.DataText());
    }

    [Fact]
    public async Task Wrong_password_fails_without_server_signature()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-256");
        var client = new ScramClient("SCRAM-SHA-256", "juliet", "wrong");

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep failure = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized), failure);
    }

    [Fact]
    public async Task Missing_initial_response_is_asked_for()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password);

        SaslStep empty = await exchange.RespondAsync(null);
        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStepKind.Challenge, empty.Kind);
        Assert.Empty(empty.Data!);
        Assert.Equal(SaslStepKind.Success, success.Kind);
    }

    [Fact]
    public async Task Message_may_be_overwritten_once_the_call_returned()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password);
        byte[] first = client.First;

        ValueTask<SaslStep> pending = exchange.RespondAsync(first);
        first.AsSpan().Fill((byte)'x');
        SaslStep challenge = await pending;
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStepKind.Success, success.Kind);
    }

    [Fact]
    public async Task Extensions_are_ignored_where_the_grammar_has_them()
    {
        using SaslTestServer server = WithUser("QSXCR+Q6sek8bf92", ScramHash.Sha1, "3rfcNHYJY1ZVvWVs7j");
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");

        SaslStep challenge = await exchange.SendAsync("n,,n=user,r=abc,x=one,y==two=");
        SaslStep failure = await exchange.SendAsync(
            "c=biws,r=abc3rfcNHYJY1ZVvWVs7j,z=three,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");

        Assert.Equal(SaslStepKind.Challenge, challenge.Kind);
        Assert.Equal(SaslFailure.NotAuthorized, failure.Failure); // The proof was read, and is of other messages.
    }

    [Theory]
    [InlineData("juliet@capulet.example")]
    [InlineData("Juliet@CAPULET.example")]
    public async Task Authzid_of_the_account_is_accepted(string authzid)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password) { Authzid = authzid };

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslTestServer.Juliet, success.Account);
    }

    [Theory]
    [InlineData("romeo@montague.example")]
    [InlineData("juliet@montague.example")]
    [InlineData("juliet@capulet.example/balcony")]
    [InlineData("juliet")]
    [InlineData("capulet.example")]
    [InlineData("@")]
    public async Task Authzid_of_somebody_else_is_refused(string authzid)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password) { Authzid = authzid };

        SaslStep failure = await exchange.SendAsync(client.First);

        Assert.Equal(SaslStep.Fail(SaslFailure.InvalidAuthzid), failure);
    }

    [Theory]
    [InlineData("JULIET")]
    [InlineData("jul\u00ADiet")] // SASLprep maps the soft hyphen to nothing.
    [InlineData("\uFF4Auliet")] // NFKC makes the full-width j plain.
    public async Task Username_is_prepared_before_lookup(string username)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-256");
        var client = new ScramClient("SCRAM-SHA-256", username, SaslTestServer.Password);

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslTestServer.Juliet, success.Account);
    }

    [Fact]
    public async Task Escaped_username_is_decoded()
    {
        using var server = new SaslTestServer();
        server.Accounts.Add("a,b=c@capulet.example", ScramKeyDerivation.Derive("pw", ScramKeyDerivation.MinIterations));
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "a,b=c", "pw");

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(Jid.Parse("a,b=c@capulet.example"), success.Account);
    }

    [Fact]
    public async Task Attempt_that_is_over_refuses_further_messages()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password);
        SaslStep challenge = await exchange.SendAsync(client.First);
        byte[] final = client.Final(challenge.Data);
        await exchange.SendAsync(final);

        SaslStep again = await exchange.SendAsync(final);

        Assert.Equal(SaslFailure.MalformedRequest, again.Failure);
    }

    [Fact]
    public async Task Each_attempt_has_its_own_nonce()
    {
        using var server = new SaslTestServer();
        using SaslExchange one = server.Start("SCRAM-SHA-1");
        using SaslExchange other = server.Start("SCRAM-SHA-1");

        SaslStep first = await one.SendAsync("n,,n=juliet,r=abc");
        SaslStep second = await other.SendAsync("n,,n=juliet,r=abc");

        Assert.NotEqual(first.DataText(), second.DataText());
        Assert.StartsWith("r=abc", first.DataText(), StringComparison.Ordinal);
        Assert.Equal(3 + 32, first.DataText().Split(',')[0].Length - "r=".Length);
    }

    [Fact]
    public async Task Step_does_not_show_its_data_as_text()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");

        SaslStep challenge = await exchange.SendAsync("n,,n=juliet,r=abc");

        Assert.Equal("Challenge", challenge.ToString());
    }

    // The user of the RFCs' examples: "user" with the password "pencil".
    private static SaslTestServer WithUser(string salt, ScramHash hash, string serverNonce)
    {
        var server = new SaslTestServer(serverNonce);
        byte[] password = Encoding.ASCII.GetBytes("pencil");
        ScramKeys keys = ScramKeyDerivation.DeriveKeys(hash, password, Convert.FromBase64String(salt), 4096);
        server.Accounts.Add("user@capulet.example", new Credentials(keys, keys, keys));
        return server;
    }
}
