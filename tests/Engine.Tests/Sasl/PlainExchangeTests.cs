using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>PLAIN (RFC 4616) against stored SCRAM keys.</summary>
public sealed class PlainExchangeTests
{
    [Theory]
    [InlineData("\0juliet\0r0m30")]
    [InlineData("juliet@capulet.example\0juliet\0r0m30")]
    [InlineData("Juliet@Capulet.Example\0JULIET\0r0m30")]
    [InlineData("\0jul\u00ADiet\0r0\u00ADm30")]
    public async Task Right_password_succeeds_without_data(string message)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStep.Success(null, SaslTestServer.Juliet), step);
    }

    [Theory]
    [InlineData("\0juliet\0wrong")]
    [InlineData("\0juliet\0R0m30")]
    [InlineData("\0juliet\0r0m30 ")]
    [InlineData("\0juliet\0\u0007")] // SASLprep prohibits it.
    [InlineData("\0juliet\0\u00AD")] // Empty once prepared.
    [InlineData("\0romeo\0r0m30")]
    [InlineData("\0ro meo\0r0m30")]
    [InlineData("\0juliet@capulet.example\0r0m30")]
    [InlineData("\0juliet@capulet.example/\0r0m30")]
    public async Task Wrong_password_and_unknown_user_fail_alike(string message)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStep.Fail(SaslFailure.NotAuthorized), step);
    }

    [Theory]
    [InlineData("romeo@capulet.example\0juliet\0r0m30")]
    [InlineData("juliet@montague.example\0juliet\0r0m30")]
    [InlineData("juliet@capulet.example/balcony\0juliet\0r0m30")]
    [InlineData("juliet\0juliet\0r0m30")]
    [InlineData("juliet@capulet.example\0ro meo\0r0m30")]
    public async Task Authzid_of_somebody_else_is_refused(string message)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStep.Fail(SaslFailure.InvalidAuthzid), step);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\0\0")]
    [InlineData("juliet")]
    [InlineData("\0juliet")]
    [InlineData("\0juliet\0")]
    [InlineData("\0\0r0m30")]
    [InlineData("\0juliet\0r0m30\0")]
    [InlineData("\0juliet\0r0\0m30")]
    public async Task Message_without_three_fields_is_malformed(string message)
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync(message);

        Assert.Equal(SaslStep.Fail(SaslFailure.MalformedRequest), step);
    }

    [Fact]
    public async Task Message_that_is_not_utf8_is_malformed()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync([0, .. "juliet"u8, 0, .. "r0m30"u8, 0xFF]);

        Assert.Equal(SaslStep.Fail(SaslFailure.MalformedRequest), step);
    }

    [Fact]
    public async Task Missing_initial_response_is_asked_for()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep empty = await exchange.RespondAsync(null);
        SaslStep success = await exchange.SendAsync("\0juliet\0r0m30");

        Assert.Empty(empty.Data!);
        Assert.Equal(SaslTestServer.Juliet, success.Account);
    }

    [Fact]
    public async Task Message_may_be_overwritten_once_the_call_returned()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");
        byte[] message = "\0juliet\0r0m30"u8.ToArray();

        ValueTask<SaslStep> pending = exchange.RespondAsync(message);
        message.AsSpan().Fill((byte)'x');
        SaslStep step = await pending;

        Assert.Equal(SaslStepKind.Success, step.Kind);
    }

    [Fact]
    public async Task Second_message_is_refused()
    {
        using var server = new SaslTestServer();
        using SaslExchange exchange = server.Start("PLAIN");
        await exchange.SendAsync("\0juliet\0wrong");

        SaslStep step = await exchange.SendAsync("\0juliet\0r0m30");

        Assert.Equal(SaslFailure.MalformedRequest, step.Failure);
    }

    [Fact]
    public async Task Full_worker_is_a_temporary_failure()
    {
        using var server = new SaslTestServer();
        using var release = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        Assert.True(server.Worker.TryRun(() => Block(started, release), out Task<bool>? running));
        started.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 4; i++)
            Assert.True(server.Worker.TryRun(static () => true, out _));
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync("\0juliet\0r0m30");
        release.Set();

        Assert.Equal(SaslStep.Fail(SaslFailure.TemporaryAuthFailure), step);
        Assert.True(await running);
    }

    [Fact]
    public async Task Password_with_spaces_and_other_scripts_succeeds()
    {
        using var server = new SaslTestServer();
        Credentials credentials = ScramKeyDerivation.Derive("p \u00E4\u2168", ScramKeyDerivation.MinIterations);
        server.Accounts.Add("n@capulet.example", credentials);
        using SaslExchange exchange = server.Start("PLAIN");

        SaslStep step = await exchange.SendAsync("\0n\0p\u00A0a\u0308IX");

        Assert.Equal(Jid.Parse("n@capulet.example"), step.Account);
    }

    private static bool Block(ManualResetEventSlim started, ManualResetEventSlim release)
    {
        started.Set();
        release.Wait();
        return true;
    }
}
