using System.Text;
using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>Messages that break the grammar of RFC 5802 §7 are refused, each for one reason.</summary>
public sealed class ScramGrammarTests
{
    private const string Nonce = "r=abcSERVER";

    // 20 bytes: a proof of SCRAM-SHA-1 by its length.
    private const string Proof = "p=AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData(",,n=juliet,r=abc")]
    [InlineData("x,,n=juliet,r=abc")]
    [InlineData("N,,n=juliet,r=abc")]
    [InlineData("nn,,n=juliet,r=abc")]
    [InlineData("F,n,,n=juliet,r=abc")]
    [InlineData("p,,n=juliet,r=abc")]
    [InlineData("p=,,n=juliet,r=abc")]
    [InlineData("p=tls_unique,,n=juliet,r=abc")]
    [InlineData("n,juliet,n=juliet,r=abc")]
    [InlineData("n,a=,n=juliet,r=abc")]
    [InlineData("n,a=x=y,n=juliet,r=abc")]
    [InlineData("n,n=juliet,r=abc")]
    [InlineData("n,,m=must,n=juliet,r=abc")]
    [InlineData("n,,n=juliet,m=must,r=abc")]
    [InlineData("n,,n=juliet,r=abc,m=must")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=juliet")]
    [InlineData("n,,n=juliet,")]
    [InlineData("n,,r=abc,n=juliet")]
    [InlineData("n,,n=juliet,r=")]
    [InlineData("n,,n=juliet,r=a c")]
    [InlineData("n,,n=juliet,r=a\tc")]
    [InlineData("n,,n=juliet,r=a\u00E9c")]
    [InlineData("n,,n=juliet,r=a\u007Fc")]
    [InlineData("n,,n=juliet,r=abc,")]
    [InlineData("n,,n=juliet,r=abc,x")]
    [InlineData("n,,n=juliet,r=abc,x=")]
    [InlineData("n,,n=juliet,r=abc,1=a")]
    [InlineData("n,,n=juliet,r=abc,xx=a")]
    [InlineData("n,,n=juliet,r=abc,r=abc")]
    [InlineData("n,,n=juliet,r=abc,p=abc")]
    [InlineData("n,,n=juliet,r=abc,,x=a")]
    [InlineData("n,,n=jul=iet,r=abc")]
    [InlineData("n,,n=juliet=,r=abc")]
    [InlineData("n,,n=juliet=2,r=abc")]
    [InlineData("n,,n=juliet=2c,r=abc")]
    [InlineData("n,,n=juliet=3d,r=abc")]
    [InlineData("n,,n=juliet=20,r=abc")]
    [InlineData("n,,n=jul\0iet,r=abc")]
    [InlineData("n,,n=juliet,r=abc,x=a\0b")]
    public async Task Bad_first_message_is_malformed(string message)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStepKind.Failure, step.Kind);
        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
        Assert.Equal(0, server.Accounts.Lookups);
    }

    [Fact]
    public async Task First_message_that_is_not_utf8_is_malformed()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");

        SaslStep step = await exchange.SendAsync([.. "n,,n=jul"u8, 0xC3, .. ",r=abc"u8]);

        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
    }

    [Fact]
    public async Task First_message_over_the_limit_is_malformed()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");

        SaslStep step = await exchange.SendAsync("n,,n=juliet,r=" + new string('a', 8 * 1024));

        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c=biws")]
    [InlineData("c=biws," + Nonce)]
    [InlineData("c=biws," + Nonce + ",")]
    [InlineData(Nonce + "," + Proof)]
    [InlineData(Nonce + ",c=biws," + Proof)]
    [InlineData("c=," + Nonce + "," + Proof)]
    [InlineData("c=biws," + Proof)]
    [InlineData("c=biws,r=," + Proof)]
    [InlineData("c=biws," + Proof + "," + Nonce)]
    [InlineData("c=biws," + Nonce + "," + Proof + ",x=a")]
    [InlineData("c=biws," + Nonce + "," + Proof + ",")]
    [InlineData("c=biws," + Nonce + "," + Proof + "," + Proof)]
    [InlineData("c=biws," + Nonce + ",m=must," + Proof)]
    [InlineData("c=biws," + Nonce + ",x," + Proof)]
    [InlineData("c=biws," + Nonce + ",p=")]
    [InlineData("c=biws," + Nonce + ",p=AAAA")]
    [InlineData("c=biws," + Nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("c=biws," + Nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("c=biws," + Nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAB=")]
    [InlineData("c=biws," + Nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAA*=")]
    [InlineData("c=biws," + Nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAA= ")]
    [InlineData("c=biws," + Nonce + ",p= AAA\nAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biw," + Nonce + "," + Proof)]
    [InlineData("c=biws," + Nonce + ",x=a\0," + Proof)]
    public async Task Bad_final_message_is_malformed(string message)
    {
        using var server = new SaslTestServer("SERVER");
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        await exchange.SendAsync("n,,n=juliet,r=abc");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStep.Fail(SaslFailure.MalformedRequest), step);
    }

    [Theory]
    [InlineData("c=biws,r=abc," + Proof)]
    [InlineData("c=biws,r=SERVER," + Proof)]
    [InlineData("c=biws,r=abcSERVERx," + Proof)]
    [InlineData("c=biws,r=ABCSERVER," + Proof)]
    [InlineData("c=biws," + Nonce + "," + Proof)]
    public async Task Wrong_nonce_fails_as_a_wrong_proof(string message)
    {
        using var server = new SaslTestServer("SERVER");
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        await exchange.SendAsync("n,,n=juliet,r=abc");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized), step);
    }

    [Fact]
    public async Task Missing_response_is_malformed()
    {
        using var server = new SaslTestServer("SERVER");
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        await exchange.SendAsync("n,,n=juliet,r=abc");

        SaslStep step = await exchange.RespondAsync(null);

        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
    }

    [Fact]
    public void Every_truncation_of_a_first_message_is_refused_or_shorter()
    {
        byte[] message = Encoding.UTF8.GetBytes("p=tls-exporter,a=j=2Cu=3D,n=jul\u00EFet,r=abc,x=y");

        for (int length = 0; length < message.Length; length++)
        {
            bool isParsed = ScramClientFirst.TryParse(message.AsSpan(0, length), out ScramClientFirst first);

            Assert.True(!isParsed || first.Gs2Header.Length + first.Bare.Length == length);
        }
    }
}
