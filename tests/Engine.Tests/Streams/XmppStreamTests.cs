using Meerkat.Engine.Net;
using Meerkat.Engine.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>A stream from its first header to its end: RFC 6120 §4, §6, §8.</summary>
public sealed class XmppStreamTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";

    [Theory]
    [InlineData("<message to='juliet@example.org'/>")]
    [InlineData("<presence/>")]
    [InlineData("<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")]
    [InlineData("<iq type='get' id='1' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>")]
    [InlineData("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")]
    [InlineData("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")]
    [InlineData("<auth xmlns='urn:wrong' mechanism='PLAIN'/>")]
    public async Task Anything_but_negotiation_before_authentication_is_not_authorized(string element)
    {
        await using var server = new TestServer();
        var client = server.Connect();
        await client.OpenAsync();

        client.Send(element);

        await ExpectStreamErrorAsync(client, "not-authorized");
    }

    [Theory]
    [InlineData("text", "bad-format")]
    [InlineData("<query xmlns='jabber:client'/>", "unsupported-stanza-type")]
    [InlineData("<message xmlns='jabber:server'/>", "unsupported-stanza-type")]
    [InlineData("<message xmlns=''/>", "unsupported-stanza-type")]
    [InlineData("<message><!-- no comments --></message>", "restricted-xml")]
    [InlineData("<?pi?>", "restricted-xml")]
    [InlineData("<message>&unknown;</message>", "restricted-xml")]
    [InlineData("<message></presence>", "not-well-formed")]
    [InlineData("<x:message/>", "not-well-formed")]
    [InlineData("<message from='juliet@example.org/balcony'/>", "invalid-from")]
    [InlineData("<message from='romeo@example.org/street'/>", "invalid-from")]
    [InlineData("<message from='@'/>", "invalid-from")]
    [InlineData("<message from=''/>", "invalid-from")]
    public async Task Bound_stream_ends_with(string bytes, string condition)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(bytes);

        await ExpectStreamErrorAsync(romeo, condition);
    }

    [Fact]
    public async Task Stanza_over_the_limit_is_a_policy_violation()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<message><body>{new string('x', 256 * 1024)}</body></message>");

        await ExpectStreamErrorAsync(romeo, "policy-violation");
    }

    [Fact]
    public async Task Whitespace_between_stanzas_keeps_the_stream_alive()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(" \r\n\t ");

        await romeo.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("</stream:stream>")]
    [InlineData("<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")]
    public async Task Client_that_ends_its_stream_is_answered_with_the_end_of_ours(string bytes)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(bytes);

        Assert.Equal(["</stream:stream>"], await romeo.ReceiveToEndAsync());
    }

    [Theory]
    [InlineData(Romeo)]
    [InlineData("romeo@example.org")]
    [InlineData("ROMEO@example.org/orchard")]
    public async Task Own_address_in_from_is_replaced_by_the_full_jid(string from)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync(Juliet);

        romeo.Send($"<message from='{from}' to='{Juliet}' id='1'/>");

        await juliet.ExpectAsync($"<message from='{Romeo}' to='{Juliet}' id='1'/>");
    }

    [Fact]
    public async Task Stanza_that_leans_on_the_stream_header_is_declared_again()
    {
        await using var server = new TestServer();
        var jid = await server.AddAccountAsync(Romeo);
        var romeo = server.Connect();
        await romeo.LoginAsync(jid, declarations: " xmlns:x='urn:x'");
        var juliet = await server.LoginAsync(Juliet);

        romeo.Send($"<message to='{Juliet}'><x:foo/><bar x:y='1'/></message>");

        var message = await juliet.ReceiveAsync();
        Assert.Contains("<foo xmlns='urn:x'/>", message, StringComparison.Ordinal);
        Assert.Contains("x:y='1'", message, StringComparison.Ordinal);
        Assert.Contains("xmlns:x='urn:x'", message, StringComparison.Ordinal);
        Assert.StartsWith($"<message from='{Romeo}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_of_the_stream_is_stamped_on_stanzas_without_one()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo, lang: "cs");
        var juliet = await server.LoginAsync(Juliet);

        romeo.Send($"<message to='{Juliet}'/><message to='{Juliet}' xml:lang='en'/>");

        await juliet.ExpectAsync(
            $"<message from='{Romeo}' xml:lang='cs' to='{Juliet}'/>",
            $"<message from='{Romeo}' to='{Juliet}' xml:lang='en'/>");
    }

    [Fact]
    public async Task Client_that_does_not_negotiate_in_time_is_disconnected()
    {
        await using var server = new TestServer();
        var idle = server.Connect();
        await idle.OpenAsync();
        var bound = await server.LoginAsync(Romeo);

        server.Advance(new ClientStreamOptions().NegotiationTimeout);

        await ExpectStreamErrorAsync(idle, "connection-timeout");
        await bound.ExpectNothingAsync();
    }

    [Fact]
    public async Task Stanzas_in_one_piece_with_the_negotiation_are_dealt_with_in_order()
    {
        await using var server = new TestServer();
        var juliet = await server.LoginAsync(Juliet);
        await server.AddAccountAsync(Romeo);
        var romeo = server.Connect();

        romeo.Send(
            TestClient.Header + ">" + TestClient.Auth("romeo", TestServer.Password)
            + TestClient.Header + ">"
            + "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>orchard</resource></bind></iq>"
            + $"<message to='{Juliet}' id='1'/><message to='{Juliet}' id='2'/></stream:stream>");

        await juliet.ExpectAsync(
            $"<message from='{Romeo}' to='{Juliet}' id='1'/>",
            $"<message from='{Romeo}' to='{Juliet}' id='2'/>");
    }

    [Fact]
    public async Task Slow_reader_is_told_of_its_resource_constraint()
    {
        await using var server = new TestServer(new TestServerOptions { Net = new NetOptions { MaxOutboxBytes = 10_000 } });
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync(Juliet);
        juliet.Transport.Stall();

        romeo.Send(string.Concat(Enumerable.Repeat($"<message to='{Juliet}'><body>{new string('x', 1000)}</body></message>", 12)));
        await romeo.DrainAsync();
        juliet.Transport.Unstall();

        var units = await juliet.ReceiveToEndAsync();
        Assert.Contains("<resource-constraint", units[^2], StringComparison.Ordinal);
    }

    internal static async Task ExpectStreamErrorAsync(TestClient client, string condition)
    {
        var units = await client.ReceiveToEndAsync();
        Assert.Contains($"<{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>", units[^2], StringComparison.Ordinal);
        Assert.Equal("</stream:stream>", units[^1]);
    }
}
