using Meerkat.Engine.Modules;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Tests.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

/// <summary>XEP-0357: who is told of messages that nobody was there for, and how often.</summary>
public sealed class Xep0357PushTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";
    private const string Service = "push.example";
    private const string Form =
        "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
        + "<field var='secret'><value>s3cr3t</value></field></x>";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    private readonly RemoteDomain _service = new(Service);

    public static TheoryData<string, string> Refused => new()
    {
        { "<enable xmlns='urn:xmpp:push:0' node='n'/>", "bad-request" },
        { "<enable xmlns='urn:xmpp:push:0' jid='' node='n'/>", "bad-request" },
        { "<enable xmlns='urn:xmpp:push:0' jid='@' node='n'/>", "bad-request" },
        { "<enable xmlns='urn:xmpp:push:0' jid='user@/x' node='n'/>", "bad-request" },
        { "<enable xmlns='urn:xmpp:push:0' jid='push.example'/>", "bad-request" },
        { "<enable xmlns='urn:xmpp:push:0' jid='push.example' node=''/>", "bad-request" },
        { "<enable xmlns='urn:xmpp:push:0' jid='push.example' node='n'><x xmlns='jabber:x:data' type='submit'/></enable>", "bad-request" },
        {
            "<enable xmlns='urn:xmpp:push:0' jid='push.example' node='n'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>urn:other</value></field></x></enable>",
            "bad-request"
        },
        { "<enable xmlns='urn:xmpp:push:0' jid='juliet@example.org/balcony' node='n'/>", "not-allowed" },
        { "<enable xmlns='urn:xmpp:push:0' jid='romeo@example.org' node='n'/>", "not-allowed" },
        { "<enable xmlns='urn:xmpp:push:0' jid='romeo@example.org/orchard' node='n'/>", "not-allowed" },
        { "<enable xmlns='urn:xmpp:push:0' jid='somebody@example.net' node='n'/>", "not-allowed" },
        { $"<enable xmlns='urn:xmpp:push:0' jid='push.example' node='{new string('n', 1024)}'/>", "policy-violation" },
        {
            $"<enable xmlns='urn:xmpp:push:0' jid='push.example' node='n'>{Form.Replace("s3cr3t", new string('s', 4096), StringComparison.Ordinal)}</enable>",
            "policy-violation"
        },
        { "<disable xmlns='urn:xmpp:push:0'/>", "bad-request" },
        { "<disable xmlns='urn:xmpp:push:0' jid='@'/>", "bad-request" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Registration_that_cannot_be_is_answered_with(string payload, string condition)
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);

        var answer = await juliet.RequestAsync($"<iq type='set' id='1'>{payload}</iq>");

        Assert.Contains(" type='error'", answer, StringComparison.Ordinal);
        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
        Assert.Empty(await server.Stores.Push.ListAsync(_juliet));
    }

    [Fact]
    public async Task Case_4_own_bare_jid_is_refused()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);

        var answer = await juliet.RequestAsync(Enable("n", "juliet@example.org"));

        Assert.Contains("<not-allowed ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("push:0", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_s_registrations_are_forbidden()
    {
        await using var server = Server();
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(
            "<iq type='set' id='1' to='juliet@example.org'><enable xmlns='urn:xmpp:push:0' jid='push.example' node='n'/></iq>");

        Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_advertises_it()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);

        var answer = await juliet.RequestAsync(
            "<iq type='get' id='1' to='juliet@example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");

        Assert.Contains("<feature var='urn:xmpp:push:0'/>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_registrations_than_the_limit()
    {
        await using var server = Server(new PushOptions { MaxRegistrations = 2 });
        var juliet = await server.LoginAsync(Juliet);

        Assert.Equal(Done, await juliet.RequestAsync(Enable("a")));
        Assert.Equal(Done, await juliet.RequestAsync(Enable("b")));
        Assert.Contains("<resource-constraint ", await juliet.RequestAsync(Enable("c")), StringComparison.Ordinal);
        Assert.Equal(Done, await juliet.RequestAsync(Enable("b")));
        Assert.Equal(Done, await juliet.RequestAsync(Disable("a")));
        Assert.Equal(Done, await juliet.RequestAsync(Enable("c")));
    }

    [Fact]
    public async Task Disable_without_a_node_ends_all_of_the_service()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);
        await juliet.RequestAsync(Enable("a"));
        await juliet.RequestAsync(Enable("b"));
        await juliet.RequestAsync(Enable("c", "other.example"));

        Assert.Equal(Done, await juliet.RequestAsync("<iq type='set' id='1'><disable xmlns='urn:xmpp:push:0' jid='push.example'/></iq>"));

        var left = Assert.Single(await server.Stores.Push.ListAsync(_juliet));
        Assert.Equal("other.example", left.Service.ToString());
    }

    [Fact]
    public async Task Stored_message_is_published_as_a_summary_from_the_account()
    {
        await using var server = Server();
        _service.Answer = RemoteDomain.Accept;
        await EnableAsync(server, $"<enable xmlns='urn:xmpp:push:0' jid='{Service}' node='n&amp;1'>{Form}</enable>");
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<message to='juliet@example.org' type='chat'><body>Art thou there?</body></message>");
        await romeo.ExpectNothingAsync();

        var publish = Assert.Single(_service.Received);
        var id = RemoteDomain.Attribute(publish, "id");
        Assert.Equal(
            $"<iq from='juliet@example.org' type='set' id='{id}' to='push.example'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + "<publish node='n&amp;1'><item><notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>"
            + "<field var='message-count'><value>1</value></field>"
            + $"<field var='last-message-sender'><value>{Romeo}</value></field></x></notification></item></publish>"
            + $"<publish-options>{Form}</publish-options></pubsub></iq>",
            publish);
        Assert.Equal(0, server.Requests.Count);
        Assert.Single(await server.Stores.Push.ListAsync(_juliet));
    }

    [Theory]
    [InlineData("Art thou &lt;there&gt;?", "Art thou &lt;there&gt;?")]
    [InlineData("1023+ö", "1023")]
    [InlineData("1022+ö", "1022ö")]
    public async Task Body_is_told_if_the_operator_says_so_and_its_beginning_if_it_is_long(string body, string told)
    {
        await using var server = Server(new PushOptions { IncludesBody = true });
        await EnableAsync(server);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<message to='juliet@example.org'><body>{Expand(body)}</body></message>");
        await romeo.ExpectNothingAsync();

        Assert.Contains(
            $"<field var='last-message-body'><value>{Expand(told)}</value></field>",
            Assert.Single(_service.Received).Replace("&gt;", ">", StringComparison.Ordinal).Replace(">?", "&gt;?", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<received xmlns='urn:xmpp:receipts' id='1'/>")]
    [InlineData("<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/><store xmlns='urn:xmpp:hints'/>")]
    [InlineData("<thread>1</thread><active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>")]
    public async Task Receipts_and_markers_wake_nobody(string content)
    {
        await using var server = Server();
        await EnableAsync(server);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<message to='juliet@example.org'>{content}</message>");
        await romeo.ExpectNothingAsync();

        Assert.Equal(1, await server.Stores.Offline.CountAsync(_juliet));
        Assert.Empty(_service.Received);
    }

    [Fact]
    public async Task Message_that_is_delivered_is_not_published()
    {
        await using var server = Server();
        await EnableAsync(server);
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();

        Assert.Contains("<body>hi</body>", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Empty(_service.Received);
    }

    [Fact]
    public async Task What_comes_while_a_notification_is_under_way_is_told_together()
    {
        await using var server = Server();
        await EnableAsync(server);
        var romeo = await server.LoginAsync(Romeo);

        for (var i = 0; i < 10; i++) romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();
        var first = Assert.Single(_service.Received);
        _service.Send(RemoteDomain.Accept(first));

        await Eventually.IsTrueAsync(() => _service.Received.Length == 2);
        Assert.Contains("<value>1</value>", first, StringComparison.Ordinal);
        Assert.Contains("<value>10</value>", _service.Received[1], StringComparison.Ordinal);
        _service.Send(RemoteDomain.Accept(_service.Received[1]));
        await Eventually.IsTrueAsync(() => server.Services.Work.UnderWay == 0);
        Assert.Equal(2, _service.Received.Length);
    }

    [Fact]
    public async Task Service_that_does_not_answer_is_asked_again_after_the_timeout()
    {
        await using var server = Server();
        await EnableAsync(server);
        var romeo = await server.LoginAsync(Romeo);

        for (var i = 0; i < 100; i++) romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();
        Assert.Single(_service.Received);
        server.Advance(PendingRequests.Timeout);

        await Eventually.IsTrueAsync(() => _service.Received.Length == 2);
        Assert.Single(await server.Stores.Push.ListAsync(_juliet));
        Assert.Equal(1, server.Requests.Count);
    }

    [Theory]
    [InlineData("item-not-found", "cancel")]
    [InlineData("forbidden", "auth")]
    [InlineData("service-unavailable", "cancel")]
    [InlineData("conflict", "unheard-of")]
    public async Task Error_ends_the_registration_of_that_node(string condition, string type)
    {
        await using var server = Server();
        await EnableAsync(server);
        await server.Stores.Push.EnableAsync(_juliet, new(Jid.Parse(Service), "good", []), 20);
        _service.Answer = publish =>
            publish.Contains("'good'", StringComparison.Ordinal) ? RemoteDomain.Accept(publish) : RemoteDomain.Refuse(publish, condition, type);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();

        await Eventually.IsTrueAsync(() => server.Services.Work.UnderWay == 0);
        Assert.Equal("good", Assert.Single(await server.Stores.Push.ListAsync(_juliet)).Node);
        Assert.Equal(1, server.Metrics.Read("meerkat.push.disabled"));
        Assert.Equal(2, server.Metrics.Read("meerkat.push.published"));
        // RFC 6120 §8.3: nobody was told of it, and nothing was kept of it.
        await romeo.ExpectNothingAsync();
        Assert.Equal(1, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Theory]
    [InlineData("resource-constraint", "wait")]
    [InlineData("remote-server-not-found", "cancel")]
    public async Task Error_that_may_pass_leaves_the_registration(string condition, string type)
    {
        await using var server = Server();
        await EnableAsync(server);
        _service.Answer = publish => RemoteDomain.Refuse(publish, condition, type);
        var romeo = await server.LoginAsync(Romeo);

        for (var i = 0; i < 3; i++) romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();

        Assert.Single(await server.Stores.Push.ListAsync(_juliet));
        Assert.Equal(3, _service.Received.Length);
    }

    /// <summary>The exploit: the answers to a push came back to the account, which answered them.</summary>
    [Theory]
    [InlineData("absent@example.org")]
    [InlineData("absent@example.org/gone")]
    [InlineData("nobody@example.net")]
    [InlineData("juliet@example.org")]
    [InlineData("example.org")]
    [InlineData("example.org/push")]
    public async Task Case_3_thousand_messages_and_a_push_to_an_address_of_this_server(string jid)
    {
        await using var server = Server(offlineMessages: 1000);
        await server.AddAccountAsync("absent@example.org");
        await server.AddAccountAsync(Juliet);
        // Past the check, as if an older version had let it in.
        await server.Stores.Push.EnableAsync(_juliet, new PushRegistration(Jid.Parse(jid), "n", []), 20);
        var romeo = await server.LoginAsync(Romeo);

        for (var i = 0; i < 1000; i++) romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();

        await Eventually.IsTrueAsync(() => server.Services.Work.UnderWay == 0);
        Assert.Equal(1000, await server.Stores.Offline.CountAsync(_juliet));
        Assert.Equal(0, await server.Stores.Offline.CountAsync(Jid.Parse("absent@example.org")));
        Assert.Empty(await server.Stores.Push.ListAsync(_juliet));
        Assert.InRange(server.Metrics.Read("meerkat.push.published"), 1, 1000);
        Assert.Equal(1, server.Metrics.Read("meerkat.push.disabled"));
        Assert.Equal(0, server.Metrics.Read("meerkat.error_replies.suppressed"));
        Assert.Equal(0, server.Requests.Count);
    }

    [Fact]
    public async Task Store_that_fails_does_not_hold_up_messages()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Stores = new HookedStores { BeforePushList = _ => throw new InvalidOperationException("no store") },
            ExpectedErrors = 1,
        });
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<message to='juliet@example.org'><body>hi</body></message>");

        await romeo.ExpectNothingAsync();
        Assert.Equal(1, await server.Stores.Offline.CountAsync(_juliet));
    }

    private static string Done => $"<iq id='1' type='result' from='juliet@example.org' to='{Juliet}'/>";

    private TestServer Server(PushOptions? options = null, int offlineMessages = 100)
    {
        var server = new TestServer(new TestServerOptions
        {
            ModuleOptions = new ModuleOptions
            {
                Push = options ?? new PushOptions(),
                Offline = new OfflineOptions { MaxMessages = offlineMessages },
            },
            Routes = [_service],
        });
        _service.Server = server;
        return server;
    }

    private static string Enable(string node, string jid = Service) =>
        $"<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0' jid='{jid}' node='{node}'/></iq>";

    private static string Disable(string node) =>
        $"<iq type='set' id='1'><disable xmlns='urn:xmpp:push:0' jid='{Service}' node='{node}'/></iq>";

    /// <summary>Juliet registers and goes.</summary>
    private static async Task EnableAsync(
        TestServer server, string enable = $"<enable xmlns='urn:xmpp:push:0' jid='{Service}' node='n'/>")
    {
        var juliet = await server.LoginAsync(Juliet);
        Assert.Equal(Done, await juliet.RequestAsync($"<iq type='set' id='1'>{enable}</iq>"));
        juliet.Send("</stream:stream>");
        await juliet.ReceiveToEndAsync();
        juliet.Transport.PushFin();
        await server.WhenAllClosedAsync();
    }

    /// <summary><c>12+x</c> is twelve letters and an x.</summary>
    private static string Expand(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits == 0 ? text : new string('x', int.Parse(text[..digits], null)) + text[digits..].Replace("+", "", StringComparison.Ordinal);
    }
}
