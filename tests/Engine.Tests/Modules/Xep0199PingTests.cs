using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0199PingTests
{
    private const string Romeo = "romeo@example.org/orchard";

    [Theory]
    [InlineData(" to='example.org'", "example.org")]
    [InlineData(" to='romeo@example.org'", "romeo@example.org")]
    [InlineData("", "romeo@example.org")]
    public async Task Ping_to_the_server_or_to_oneself_is_answered(string to, string from)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<iq type='get' id='1'{to}><ping xmlns='urn:xmpp:ping'/></iq>");

        Assert.Equal($"<iq id='1' type='result' from='{from}' to='{Romeo}'/>", answer);
    }

    [Theory]
    [InlineData("juliet@example.org")]
    [InlineData("nobody@example.org")]
    public async Task Ping_to_somebody_else_s_account_says_nothing(string to)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<iq type='get' id='1' to='{to}'><ping xmlns='urn:xmpp:ping'/></iq>");

        Assert.Contains("<service-unavailable ", answer, StringComparison.Ordinal);
    }
}
