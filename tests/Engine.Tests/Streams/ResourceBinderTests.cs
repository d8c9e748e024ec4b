using Meerkat.Engine.Net;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>RFC 6120 §7.</summary>
public sealed class ResourceBinderTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";

    [Fact]
    public async Task Client_that_names_no_resource_gets_one()
    {
        await using var server = new TestServer();
        var romeo = await AuthenticateAsync(server);

        var answer = await romeo.RequestAsync("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");

        Assert.Matches("^<iq type='result' id='b'>.*<jid>romeo@example.org/[0-9a-f]{20}</jid>.*</iq>$", answer);
    }

    [Fact]
    public async Task Resource_that_cannot_be_is_a_bad_request_and_another_may_follow()
    {
        await using var server = new TestServer();
        var romeo = await AuthenticateAsync(server);

        var answer = await romeo.RequestAsync(
            $"<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{new string('x', 1024)}</resource></bind></iq>");

        Assert.Contains("<bad-request", answer, StringComparison.Ordinal);
        await romeo.BindAsync("orchard");
    }

    [Theory]
    [InlineData("<message to='juliet@example.org'/>")]
    [InlineData("<iq type='get' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")]
    [InlineData("<iq type='set' id='1'><query xmlns='jabber:iq:roster'/></iq>")]
    public async Task Anything_else_before_binding_is_not_authorized(string stanza)
    {
        await using var server = new TestServer();
        var romeo = await AuthenticateAsync(server);

        romeo.Send(stanza);

        await XmppStreamTests.ExpectStreamErrorAsync(romeo, "not-authorized");
    }

    [Fact]
    public async Task Second_bind_on_a_stream_is_not_allowed()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");

        Assert.Contains("<not-allowed", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resource_in_use_ends_the_old_stream_and_contacts_see_it_go_before_the_new_one_comes()
    {
        await using var server = new TestServer();
        await server.BefriendAsync(Bare(Romeo), Bare(Juliet));
        var juliet = await server.LoginAvailableAsync(Juliet);
        var old = await server.LoginAvailableAsync(Romeo);
        await juliet.DrainAsync();

        var replacement = await server.LoginAsync(Romeo);
        replacement.Send("<presence><status>new</status></presence>");
        await replacement.DrainAsync();

        await XmppStreamTests.ExpectStreamErrorAsync(old, "conflict");
        Assert.Contains("type='unavailable'", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("<status>new</status>", await juliet.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resource_in_use_is_refused_where_the_old_one_stays()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Streams = new TestServerOptions().Streams with { Conflict = ResourceConflictPolicy.RefuseNew },
        });
        var old = await server.LoginAsync(Romeo);
        var romeo = await AuthenticateAsync(server);

        var answer = await romeo.RequestAsync(
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>orchard</resource></bind></iq>");

        Assert.Contains("<conflict", answer, StringComparison.Ordinal);
        await old.ExpectNothingAsync();
        await romeo.BindAsync("street");
    }

    [Fact]
    public async Task Session_over_the_limit_ends_the_oldest()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Streams = new TestServerOptions().Streams with { MaxSessionsPerUser = 2 },
        });
        var oldest = await server.LoginAsync("romeo@example.org/1");
        var second = await server.LoginAsync("romeo@example.org/2");

        await server.LoginAsync("romeo@example.org/3");

        await XmppStreamTests.ExpectStreamErrorAsync(oldest, "conflict");
        await second.ExpectNothingAsync();
        Assert.Equal(2, server.Sessions.SessionCount);
    }

    [Fact]
    public async Task Stream_that_ends_while_its_bind_waits_leaves_no_session()
    {
        var stores = new HookedStores();
        await using var server = new TestServer(new TestServerOptions { Stores = stores });
        var old = await server.LoginAvailableAsync(Romeo);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stores.BeforeRosterLoad = _ => gate.Task;
        server.FindSession(Romeo)!.Account.InvalidateRoster();
        var replacement = await AuthenticateAsync(server);
        replacement.Send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>orchard</resource></bind></iq>");
        await Eventually.IsTrueAsync(() => server.Ends.UnderWay == 1);

        old.Transport.PushFin();
        replacement.Connection.Abort(CloseReason.PeerReset);
        await Eventually.IsTrueAsync(() => server.Network.Connections.Count == 0);
        gate.SetResult();
        await server.WhenAllClosedAsync();

        Assert.Equal(0, server.Sessions.SessionCount);
    }

    private static async Task<TestClient> AuthenticateAsync(TestServer server)
    {
        await server.AddAccountAsync(Romeo);
        var client = server.Connect();
        await client.OpenAsync();
        await client.AuthenticateAsync("romeo", TestServer.Password);
        await client.OpenAsync();
        return client;
    }

    private static string Bare(string jid) => Jid.Parse(jid).Bare.ToString();
}
