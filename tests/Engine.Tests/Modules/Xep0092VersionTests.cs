using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0092VersionTests
{
    [Fact]
    public async Task Server_names_itself_and_its_version_but_not_the_system()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        var answer = await romeo.RequestAsync("<iq type='get' id='1' to='example.org'><query xmlns='jabber:iq:version'/></iq>");

        Assert.Matches("<query xmlns='jabber:iq:version'><name>Meerkat</name><version>[0-9][^+<]*</version></query>", answer);
    }

    [Fact]
    public async Task Account_has_no_version()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        var answer = await romeo.RequestAsync("<iq type='get' id='1'><query xmlns='jabber:iq:version'/></iq>");

        Assert.Contains("<service-unavailable ", answer, StringComparison.Ordinal);
    }
}
