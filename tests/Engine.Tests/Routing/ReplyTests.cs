using System.Xml.Linq;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>What is made of a client's bytes must be well-formed wherever it goes, whatever the client declared where.</summary>
public sealed class ReplyTests
{
    private const string Romeo = "romeo@example.org/orchard";

    [Theory]
    [InlineData("<message to='example.org/x' xmlns:x='urn:x'><x:foo x:bar='1'/></message>")]
    [InlineData("<message to='example.org/x' xmlns:x='urn:x'><foo xmlns='urn:y' x:bar='1'/></message>")]
    [InlineData("<x:message to='example.org/x' xmlns:x='jabber:client'><x:body>hi</x:body></x:message>")]
    [InlineData("<x:message to='example.org/x' xmlns:x='jabber:client' xmlns='urn:y'><foo/></x:message>")]
    [InlineData("<x:iq to='example.org/x' xmlns:x='jabber:client' type='get' id='1'><x:foo/></x:iq>")]
    [InlineData("<message xmlns='jabber:client' to='example.org/x'><body>hi</body></message>")]
    public async Task Error_reply_is_well_formed(string stanza)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(stanza);

        AssertStandsAlone(answer);
        Assert.Contains("service-unavailable", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_reply_returns_what_was_refused()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync("<message to='example.org/x' id='1'><body>hi &amp; bye</body></message>");

        Assert.Equal(
            $"<message id='1' type='error' from='example.org/x' to='{Romeo}'><error type='cancel'>"
            + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error><body>hi &amp; bye</body></message>",
            answer);
    }

    [Fact]
    public async Task Error_reply_to_a_large_stanza_leaves_its_content_out()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<message to='example.org/x'><body>{new string('x', 9000)}</body></message>");

        Assert.DoesNotContain("<body>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_reply_leaves_credentials_out()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(
            "<iq to='example.org/x' id='1' type='set'><query xmlns='jabber:iq:register'><password>r0m30</password></query></iq>");

        Assert.DoesNotContain("r0m30", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<iq to='example.org/x' id='1' type='set'><enable xmlns='urn:xmpp:push:0' jid='p.example' node='r0m30'/></iq>")]
    [InlineData("<iq to='example.org/x' id='1' type='set'><command xmlns='http://jabber.org/protocol/commands'>r0m30</command></iq>")]
    [InlineData("<iq to='example.org/x' id='1' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish-options>r0m30</publish-options></pubsub></iq>")]
    [InlineData("<iq to='example.org/x' id='1' type='set'><x:query xmlns:x='jabber:iq:auth'><x:password>r0m30</x:password></x:query></iq>")]
    public async Task Error_reply_leaves_secrets_out(string request)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(request);

        Assert.Contains("service-unavailable", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("r0m30", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8 * 1024, true)]
    [InlineData(8 * 1024 + 1, false)]
    public async Task Error_reply_with_content_is_at_most_8_KiB(int replyBytes, bool hasContent)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var overhead = (await romeo.RequestAsync("<message to='example.org/x'><body></body></message>")).Length;

        var answer = await romeo.RequestAsync(
            $"<message to='example.org/x'><body>{new string('x', replyBytes - overhead)}</body></message>");

        Assert.Equal(hasContent, answer.Contains("<body>", StringComparison.Ordinal));
        if (hasContent) Assert.Equal(replyBytes, answer.Length);
    }

    /// <summary>One long namespace and many short children: each child would have to declare it.</summary>
    [Fact]
    public async Task Error_reply_does_not_multiply_what_was_refused()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var children = string.Concat(Enumerable.Repeat("<a:b/>", 500));

        var answer = await romeo.RequestAsync(
            $"<message to='example.org/x' xmlns:a='urn:{new string('x', 4000)}'>{children}</message>");

        AssertStandsAlone(answer);
        Assert.DoesNotContain("xxx", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<x:message xmlns:x='jabber:client' to='juliet@example.org'><x:body>hi</x:body></x:message>")]
    [InlineData("<message xmlns:x='urn:x' to='juliet@example.org'><body x:y='1'>hi</body></message>")]
    [InlineData("<x:message xmlns:x='jabber:client' xmlns='urn:y' to='juliet@example.org'><x:body>hi</x:body><z/></x:message>")]
    public async Task Message_that_was_stored_is_well_formed(string stanza)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send(stanza);
        await romeo.ExpectNothingAsync();

        var juliet = await server.LoginAsync("juliet@example.org/balcony");
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();
        var message = await juliet.ReceiveAsync();

        AssertStandsAlone(message);
        Assert.Contains(">hi</body>", message, StringComparison.Ordinal);
        Assert.Contains("<delay xmlns='urn:xmpp:delay'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<x:presence xmlns:x='jabber:client'><x:show>away</x:show></x:presence>")]
    [InlineData("<presence xmlns:x='urn:x'><show x:y='1'>away</show></presence>")]
    public async Task Presence_that_is_shown_again_is_well_formed(string presence)
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send(presence);
        AssertStandsAlone(await romeo.ReceiveAsync());

        var juliet = await server.LoginAsync("juliet@example.org/balcony");
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();
        var shown = await juliet.ReceiveAsync();

        AssertStandsAlone(shown);
        Assert.Contains("away</show>", shown, StringComparison.Ordinal);
    }

    /// <summary>As the child of a stream header with the usual declarations.</summary>
    private static void AssertStandsAlone(string stanza) => XDocument.Parse(
        $"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>{stanza}</stream:stream>");
}
