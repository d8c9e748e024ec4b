using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Rfc6120SessionTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" to='example.org'")]
    public async Task Session_request_of_older_clients_succeeds(string to)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        var answer = await romeo.RequestAsync(
            $"<iq type='set' id='1'{to}><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");

        Assert.Contains("type='result'", answer, StringComparison.Ordinal);
    }
}
