using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>RFC 6120 §4.7, §4.8, §4.9: what a stream begins with, and how it is refused.</summary>
public sealed class StreamHeaderTests
{
    private const string Xmlns = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";

    [Theory]
    [InlineData($"<stream:stream {Xmlns} version='1.0'>", "improper-addressing")]
    [InlineData($"<stream:stream {Xmlns} to='elsewhere.example' version='1.0'>", "host-unknown")]
    [InlineData($"<stream:stream {Xmlns} to='romeo@example.org' version='1.0'>", "host-unknown")]
    [InlineData($"<stream:stream {Xmlns} to='example.org/x' version='1.0'>", "host-unknown")]
    [InlineData($"<stream:stream {Xmlns} to='@' version='1.0'>", "host-unknown")]
    [InlineData($"<stream:stream {Xmlns} to='example.org'>", "unsupported-version")]
    [InlineData($"<stream:stream {Xmlns} to='example.org' version='0.9'>", "unsupported-version")]
    [InlineData($"<stream:stream {Xmlns} to='example.org' version='00.1'>", "unsupported-version")]
    [InlineData($"<stream:stream {Xmlns} to='example.org' version='1'>", "unsupported-version")]
    [InlineData($"<stream:stream {Xmlns} to='example.org' version='1.x'>", "unsupported-version")]
    [InlineData($"<stream:steam {Xmlns} to='example.org' version='1.0'>", "bad-format")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='urn:x' to='example.org' version='1.0'>", "invalid-namespace")]
    [InlineData("<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>", "invalid-namespace")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>", "invalid-namespace")]
    [InlineData("<stream xmlns='http://etherx.jabber.org/streams' to='example.org' version='1.0'>", "bad-namespace-prefix")]
    [InlineData("<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams' to='example.org' version='1.0'>", "bad-namespace-prefix")]
    [InlineData("GET / HTTP/1.1\r\n", "not-well-formed")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE x>", "restricted-xml")]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?>", "unsupported-encoding")]
    public async Task Header_that_is_wrong_is_answered_with_a_header_and_an_error(string header, string condition)
    {
        await using var server = new TestServer();
        var client = server.Connect();

        client.Send(header);
        var units = await client.ReceiveToEndAsync();

        Assert.Contains("<stream:stream", units[0], StringComparison.Ordinal);
        Assert.Contains(" from='example.org'", units[0], StringComparison.Ordinal);
        Assert.Equal($"<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>", units[1]);
        Assert.Equal("</stream:stream>", units[2]);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    [InlineData("12.0")]
    public async Task Any_later_version_is_answered_with_ours(string version)
    {
        await using var server = new TestServer();
        var client = server.Connect();

        var header = await client.RequestAsync($"<stream:stream {Xmlns} to='example.org' version='{version}'>");

        Assert.Contains(" version='1.0'", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_names_the_client_as_it_named_itself_without_its_resource()
    {
        await using var server = new TestServer();
        var client = server.Connect();

        var header = await client.RequestAsync(
            $"<stream:stream {Xmlns} from='Romeo@example.org/orchard' to='EXAMPLE.org' version='1.0'>");

        Assert.Contains(" from='example.org' to='romeo@example.org'", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_id_is_never_the_same()
    {
        await using var server = new TestServer();
        var header = TestClient.Header + ">";

        var first = await server.Connect().RequestAsync(header);
        var second = await server.Connect().RequestAsync(header);

        Assert.NotEqual(first, second);
        Assert.Matches(" id='[0-9a-f]{32}'", first);
    }

    [Fact]
    public async Task Error_behind_the_header_repeats_no_header()
    {
        await using var server = new TestServer();
        var client = server.Connect();
        await client.OpenAsync();

        client.Send("<unfinished></mismatch>");

        var units = await client.ReceiveToEndAsync();
        Assert.Equal(
            ["<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>", "</stream:stream>"],
            units);
    }

    [Fact]
    public async Task Header_to_another_host_after_authentication_is_refused()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();
        await client.AuthenticateAsync("romeo", TestServer.Password);

        client.Restart();
        client.Send(TestClient.Header.Replace("example.org", "example.net", StringComparison.Ordinal) + ">");

        var units = await client.ReceiveToEndAsync();
        Assert.Contains("<not-authorized", units[1], StringComparison.Ordinal);
    }
}
