using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0115CapabilitiesTests
{
    // XEP-0115 §5.2: the features of Exodus 0.9.1 and their hash.
    [Fact]
    public void Example_of_the_specification_has_its_hash()
    {
        var features = new FeatureList();
        features.Add(new DiscoIdentity("client", "pc", "Exodus 0.9.1"));
        features.Add("http://jabber.org/protocol/muc");
        features.Add("http://jabber.org/protocol/disco#info");
        features.Add("http://jabber.org/protocol/caps");
        features.Add("http://jabber.org/protocol/disco#items");

        Assert.Equal("QgayPKawpkPSDYmwT/WM94uAlu0=", new Capabilities(features).Version);
    }

    [Fact]
    public void Features_that_were_added_twice_or_in_another_order_have_the_same_hash()
    {
        var one = new FeatureList();
        one.Add("urn:b");
        one.Add("urn:a");
        var other = new FeatureList();
        other.Add("urn:a");
        other.Add("urn:b");
        other.Add("urn:a");

        Assert.Equal(new Capabilities(one).Version, new Capabilities(other).Version);
    }

    [Fact]
    public async Task Node_in_stream_features_is_answered_with_what_it_stands_for()
    {
        await using var server = new TestServer();
        var client = server.Connect();
        var features = await client.OpenAsync();
        var version = server.Hosts.Default.Capabilities.Version;
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        var answer = await romeo.RequestAsync(
            $"<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info' node='urn:meerkat#{version}'/></iq>");

        Assert.Contains(
            $"<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:meerkat' ver='{version}'/>",
            features,
            StringComparison.Ordinal);
        Assert.Contains($" node='urn:meerkat#{version}'><identity ", answer, StringComparison.Ordinal);
    }
}
