using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0202TimeTests
{
    [Fact]
    public async Task Server_says_its_time_and_offset()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync("romeo@example.org/orchard");
        server.Advance(TimeSpan.FromSeconds(1));

        var answer = await romeo.RequestAsync("<iq type='get' id='1' to='example.org'><time xmlns='urn:xmpp:time'/></iq>");

        Assert.Matches("<time xmlns='urn:xmpp:time'><tzo>[+-][0-9]{2}:[0-9]{2}</tzo><utc>1970-01-01T00:16:41Z</utc></time>", answer);
    }
}
