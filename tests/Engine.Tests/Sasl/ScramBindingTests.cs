using System.Text;
using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>Channel binding of SCRAM (RFC 5802 §6): what fits what was offered, and what shows a downgrade.</summary>
public sealed class ScramBindingTests
{
    [Fact]
    public async Task Flag_y_is_accepted_when_no_binding_was_offered()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password) { BindingFlag = "y" };

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStepKind.Success, success.Kind);
    }

    [Fact]
    public async Task Flag_y_is_a_downgrade_when_a_binding_was_offered()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1", SaslTestServer.TlsWithBinding);

        SaslStep step = await exchange.SendAsync("y,,n=juliet,r=abc");

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized, "server-does-support-channel-binding"), step);
    }

    [Fact]
    public async Task Flag_n_is_accepted_when_a_binding_was_offered()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-256", SaslTestServer.TlsWithBinding);
        var client = new ScramClient("SCRAM-SHA-256", "juliet", SaslTestServer.Password);

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep success = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStepKind.Success, success.Kind);
    }

    [Fact]
    public async Task Flag_changed_on_the_way_fails_the_final_message()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1");
        var client = new ScramClient("SCRAM-SHA-1", "juliet", SaslTestServer.Password) { BindingFlag = "y" };
        string changed = "n" + Encoding.UTF8.GetString(client.First)[1..];

        SaslStep challenge = await exchange.SendAsync(changed);
        SaslStep failure = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized, "channel-bindings-dont-match"), failure);
    }

    [Theory]
    [InlineData("SCRAM-SHA-1", "p=tls-exporter,,n=juliet,r=abc")]
    [InlineData("SCRAM-SHA-1-PLUS", "n,,n=juliet,r=abc")]
    [InlineData("SCRAM-SHA-1-PLUS", "y,,n=juliet,r=abc")]
    public async Task Flag_that_does_not_fit_the_mechanism_is_malformed(string mechanism, string message)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start(mechanism, SaslTestServer.TlsWithBinding);

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
        Assert.Equal(SaslStepKind.Failure, step.Kind);
    }

    [Theory]
    [InlineData("tls-unique")] // Known, not on this connection.
    [InlineData("TLS-EXPORTER")]
    [InlineData("tls-export")]
    [InlineData("x")]
    public async Task Type_that_is_not_available_is_refused(string type)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-1-PLUS", SaslTestServer.TlsWithBinding);

        SaslStep step = await exchange.SendAsync($"p={type},,n=juliet,r=abc");

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized, "unsupported-channel-binding-type"), step);
    }

    [Theory]
    [InlineData("tls-server-end-point", new byte[] { 1, 2, 3, 5 })]
    [InlineData("tls-server-end-point", new byte[] { 1, 2, 3 })]
    [InlineData("tls-server-end-point", new byte[] { })]
    [InlineData("tls-exporter", new byte[] { 1, 2, 3, 4 })] // The data of the other type.
    public async Task Data_of_another_channel_fails(string type, byte[] data)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("SCRAM-SHA-256-PLUS", SaslTestServer.TlsWithBinding);
        var client = new ScramClient("SCRAM-SHA-256-PLUS", "juliet", SaslTestServer.Password)
        {
            BindingType = type,
            BindingData = data,
        };

        SaslStep challenge = await exchange.SendAsync(client.First);
        SaslStep failure = await exchange.SendAsync(client.Final(challenge.Data));

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized, "channel-bindings-dont-match"), failure);
    }
}
