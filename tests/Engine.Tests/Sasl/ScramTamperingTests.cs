using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>
/// The proof covers every byte that crossed the wire: changing any one of them must fail the attempt.
/// </summary>
public sealed class ScramTamperingTests
{
    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    public async Task Changed_byte_of_the_first_message_never_succeeds(string mechanism)
    {
        using var server = new SaslTestServer("SERVER");
        byte[] first = Client(mechanism).First;
        byte[] final = await FinalAsync(server, mechanism);

        foreach (byte[] changed in Changes(first))
        {
            using SaslExchange exchange = server.Start(mechanism, SaslTestServer.TlsWithBinding);
            SaslStep challenge = await exchange.SendAsync(changed);
            SaslStep step = await exchange.SendAsync(final);

            Assert.NotEqual(SaslStepKind.Success, challenge.Kind);
            Assert.Equal(SaslStepKind.Failure, step.Kind);
        }
    }

    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-512")]
    public async Task Changed_byte_of_the_final_message_never_succeeds(string mechanism)
    {
        using var server = new SaslTestServer("SERVER");
        byte[] first = Client(mechanism).First;
        byte[] final = await FinalAsync(server, mechanism);

        foreach (byte[] changed in Changes(final))
        {
            using SaslExchange exchange = server.Start(mechanism, SaslTestServer.TlsWithBinding);
            await exchange.SendAsync(first);
            SaslStep step = await exchange.SendAsync(changed);

            Assert.Equal(SaslStepKind.Failure, step.Kind);
        }
    }

    [Fact]
    public async Task Unchanged_messages_succeed()
    {
        using var server = new SaslTestServer("SERVER");
        byte[] final = await FinalAsync(server, "SCRAM-SHA-256-PLUS");
        using SaslExchange exchange = server.Start("SCRAM-SHA-256-PLUS", SaslTestServer.TlsWithBinding);

        await exchange.SendAsync(Client("SCRAM-SHA-256-PLUS").First);
        SaslStep step = await exchange.SendAsync(final);

        Assert.Equal(SaslStepKind.Success, step.Kind);
    }

    private static ScramClient Client(string mechanism) => new(mechanism, "juliet", SaslTestServer.Password)
    {
        Authzid = "juliet@capulet.example",
        Nonce = "abc",
        BindingType = mechanism.EndsWith("-PLUS", StringComparison.Ordinal) ? "tls-server-end-point" : null,
        BindingData = mechanism.EndsWith("-PLUS", StringComparison.Ordinal) ? SaslTestServer.EndPointData : [],
    };

    private static async Task<byte[]> FinalAsync(SaslTestServer server, string mechanism)
    {
        ScramClient client = Client(mechanism);
        using SaslExchange exchange = server.Start(mechanism, SaslTestServer.TlsWithBinding);
        SaslStep challenge = await exchange.SendAsync(client.First);
        return client.Final(challenge.Data);
    }

    // Each bit of each byte changed, each byte left out, each byte doubled.
    private static IEnumerable<byte[]> Changes(byte[] message)
    {
        for (int i = 0; i < message.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
                yield return [.. message[..i], (byte)(message[i] ^ (1 << bit)), .. message[(i + 1)..]];

            yield return [.. message[..i], .. message[(i + 1)..]];
            yield return [.. message[..i], message[i], .. message[i..]];
        }
    }
}
