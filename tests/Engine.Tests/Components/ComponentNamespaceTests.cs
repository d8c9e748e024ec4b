using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>The same stanza in streams of <c>jabber:client</c> and of <c>jabber:component:accept</c>.</summary>
public sealed class ComponentNamespaceTests
{
    private const string Bot = "bot.example.org";
    private const string Romeo = "romeo@example.org/orchard";

    /// <summary>What a client sends, and what the component receives behind <c>&lt;message from='…'</c>.</summary>
    public static TheoryData<string, string> ToComponents => new()
    {
        { "<message to='bot.example.org'><body>Hi</body></message>", " to='bot.example.org'><body>Hi</body></message>" },
        { "<message xmlns='jabber:client' to='bot.example.org'><body>Hi</body></message>", " to='bot.example.org'><body>Hi</body></message>" },
        { "<message to='bot.example.org' xmlns=\"jabber:client\" ><body/></message>", " to='bot.example.org' ><body/></message>" },
        { "<message to='bot.example.org' id='1' from='romeo@example.org/orchard' xmlns='jabber:client'/>", " to='bot.example.org' id='1'/>" },
        { "<message from='romeo@example.org' xmlns='jabber:client' a='b' to='bot.example.org'/>", " a='b' to='bot.example.org'/>" },
        { "<c:message xmlns:c='jabber:client' to='bot.example.org'><c:body>Hi</c:body></c:message>", " xmlns:c='jabber:client' to='bot.example.org'><body>Hi</body></message>" },
        { "<message to='BOT.example.org'/>", " to='bot.example.org'/>" },
        { "<message id='1' to='a&amp;b@bot.example.org/&lt;' xmlns='jabber:client'/>", "" },
        { "<message id='1' to='a@bot.example.org/&lt;&apos;' xmlns='jabber:client'/>", " to='a@bot.example.org/&lt;&apos;' id='1'/>" },
        {
            "<message to='bot.example.org'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></forwarded></message>",
            " to='bot.example.org'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></forwarded></message>"
        },
    };

    /// <summary>What a component sends, and what the client receives.</summary>
    public static TheoryData<string, string> ToClients => new()
    {
        { "<message from='bot.example.org' to='romeo@example.org/orchard'><body>Hi</body></message>", "<message from='bot.example.org' to='romeo@example.org/orchard'><body>Hi</body></message>" },
        { "<message xmlns='jabber:component:accept' to='romeo@example.org/orchard' from='bot.example.org'><body>Hi</body></message>", "<message from='bot.example.org' to='romeo@example.org/orchard'><body>Hi</body></message>" },
        { "<message from='BOT.example.org' to='romeo@example.org/orchard'/>", "<message from='bot.example.org' to='romeo@example.org/orchard'/>" },
        { "<message from='a@bot.example.org/&lt;' to='romeo@example.org/orchard'/>", "<message from='a@bot.example.org/&lt;' to='romeo@example.org/orchard'/>" },
        {
            "<message from='bot.example.org' to='romeo@example.org/orchard'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:component:accept'/></forwarded></message>",
            "<message from='bot.example.org' to='romeo@example.org/orchard'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></forwarded></message>"
        },
        { "<c:message xmlns:c='jabber:component:accept' from='bot.example.org' to='romeo@example.org/orchard'><c:body/></c:message>", "<message from='bot.example.org' xmlns:c='jabber:component:accept' to='romeo@example.org/orchard'><body/></message>" },
        { "<message from='bot.example.org' to='romeo@example.org/orchard'><stream:x/></message>", "<message from='bot.example.org' to='romeo@example.org/orchard'><x xmlns='http://etherx.jabber.org/streams'/></message>" },
    };

    [Theory]
    [MemberData(nameof(ToComponents))]
    public async Task Stanza_of_a_client_is_one_of_the_component_s_stream(string sent, string received)
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(sent);

        if (received.Length == 0) Assert.Contains("<jid-malformed ", await romeo.ReceiveAsync(), StringComparison.Ordinal);
        else Assert.Equal($"<message from='{Romeo}'{received}", await bot.ReceiveAsync());
    }

    [Theory]
    [MemberData(nameof(ToClients))]
    public async Task Stanza_of_a_component_is_one_of_the_client_s_stream(string sent, string received)
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);

        bot.Send(sent);

        Assert.Equal(received, await romeo.ReceiveAsync());
    }

    [Fact]
    public async Task Content_namespace_behind_a_prefix_in_the_header_is_understood()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var bot = await server.JoinAsync(Bot, attributes: " xmlns:x='urn:x'");

        bot.Send($"<message from='{Bot}' to='{Romeo}'><x:y x:z='1'/></message>");

        Assert.Equal(
            $"<message from='{Bot}' to='{Romeo}'><y xmlns='urn:x' x:z='1' xmlns:x='urn:x'/></message>", await romeo.ReceiveAsync());
    }
}
