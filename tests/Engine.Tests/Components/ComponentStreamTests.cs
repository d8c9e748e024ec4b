using Meerkat.Engine.Components;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>From the header of a component's stream to its domains, and the end. Case numbers are the specification's.</summary>
public sealed class ComponentStreamTests
{
    private const string Bot = "bot.example.org";

    [Fact]
    public async Task Header_is_answered_with_the_name_an_id_and_no_version()
    {
        await using var server = new TestServer();

        var header = await server.ConnectComponent().OpenAsync("BOT.Example.org");

        Assert.Matches(
            "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' "
            + "id='[0-9a-f]{32}' from='bot.example.org'>$",
            header);
    }

    [Theory]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='bot.example.org'>", "invalid-namespace")]
    [InlineData("<stream:stream xmlns='jabber:component:accept' xmlns:stream='urn:x' to='bot.example.org'>", "invalid-namespace")]
    [InlineData("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'>", "host-unknown")]
    [InlineData("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='bot@example.org'>", "host-unknown")]
    [InlineData("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='a/b'>", "host-unknown")]
    [InlineData("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to=''>", "host-unknown")]
    [InlineData("<s:stream xmlns='jabber:component:accept' xmlns:s='http://etherx.jabber.org/streams' to='bot.example.org'>", "bad-namespace-prefix")]
    [InlineData("<stream:stream xmlns='jabber:component:accept' to='bot.example.org'>", "not-well-formed")]
    [InlineData("<handshake>", "invalid-namespace")]
    public async Task Bad_header_is_told_what_is_wrong(string header, string condition)
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent();

        component.Send(header);

        AssertEnds(await component.ReceiveToEndAsync(), condition);
    }

    [Fact]
    public async Task Domain_that_is_not_allowed_is_unknown()
    {
        await using var server = new TestServer();
        var settings = TestComponent.Settings with { AllowedDomains = [Jid.Parse("irc.example.org")] };
        await server.JoinAsync("irc.example.org", settings);
        var component = server.ConnectComponent(settings);

        component.Send(TestComponent.Header(Bot));

        AssertEnds(await component.ReceiveToEndAsync(), "host-unknown");
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Case_6_wrong_password_is_not_authorized(string password)
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent();

        component.Send(TestComponent.Handshake(await component.OpenAsync(Bot), password));

        var end = await component.ReceiveToEndAsync();
        AssertEnds(end, "not-authorized");
        Assert.Contains(">Invalid handshake</text>", end[0], StringComparison.Ordinal);
        Assert.Equal(1, server.Metrics.Components.AuthenticationsFailed.Value);
    }

    [Fact]
    public async Task Proof_in_capitals_is_wrong()
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent();
        var handshake = TestComponent.Handshake(await component.OpenAsync(Bot));

        component.Send($"<handshake>{handshake["<handshake>".Length..^"</handshake>".Length].ToUpperInvariant()}</handshake>");

        AssertEnds(await component.ReceiveToEndAsync(), "not-authorized");
    }

    [Theory]
    [InlineData("<message to='romeo@example.org'><body>Hi</body></message>")]
    [InlineData("<handshake xmlns='urn:x'/>")]
    [InlineData("<handshake/>")]
    public async Task Anything_but_the_right_handshake_is_not_authorized(string element)
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent();
        await component.OpenAsync(Bot);

        component.Send(element);

        AssertEnds(await component.ReceiveToEndAsync(), "not-authorized");
    }

    [Fact]
    public async Task Domain_with_a_password_of_its_own_needs_that_one()
    {
        await using var server = new TestServer();
        var settings = TestComponent.Settings with
        {
            Passwords = new Dictionary<Jid, Secret> { [Jid.Parse(Bot)] = new("its own") },
        };
        var wrong = server.ConnectComponent(settings);
        wrong.Send(TestComponent.Handshake(await wrong.OpenAsync(Bot)));
        AssertEnds(await wrong.ReceiveToEndAsync(), "not-authorized");

        await server.ConnectComponent(settings).JoinAsync(Bot, password: "its own");
        await server.JoinAsync("other.example.org", settings);

        Assert.Equal(2, server.Metrics.Components.Connected.Value);
    }

    [Fact]
    public async Task Without_any_password_nobody_comes_in()
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent(new ComponentSettings());

        component.Send(TestComponent.Handshake(await component.OpenAsync(Bot), ""));

        AssertEnds(await component.ReceiveToEndAsync(), "not-authorized");
    }

    [Fact]
    public async Task Header_that_does_not_come_is_a_timeout()
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent();

        server.Advance(TimeSpan.FromSeconds(5));

        var end = await component.ReceiveToEndAsync();
        AssertEnds(end[1..], "connection-timeout");
    }

    [Fact]
    public async Task Each_state_has_its_time()
    {
        await using var server = new TestServer();
        var slow = server.ConnectComponent();
        server.Advance(TimeSpan.FromSeconds(4));
        var header = await slow.OpenAsync(Bot);
        server.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("<handshake/>", await slow.RequestAsync(TestComponent.Handshake(header)));
        server.Advance(TimeSpan.FromDays(1));
        await slow.ExpectNothingAsync();

        var silent = server.ConnectComponent();
        await silent.OpenAsync("silent.example.org");
        server.Advance(TimeSpan.FromSeconds(5));

        AssertEnds(await silent.ReceiveToEndAsync(), "connection-timeout");
    }

    [Theory]
    [InlineData("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='bot.example.org'>")]
    [InlineData("<stream:stream/>")]
    [InlineData("<?xml version='1.0'?><stream:stream>")]
    public async Task Second_header_is_a_violation(string header)
    {
        await using var server = new TestServer();
        var component = await server.JoinAsync(Bot);
        var early = server.ConnectComponent();
        await early.OpenAsync("early.example.org");

        component.Send(header);
        early.Send(header);

        AssertEnds(await component.ReceiveToEndAsync(), "policy-violation");
        AssertEnds(await early.ReceiveToEndAsync(), "policy-violation");
    }

    [Theory]
    [InlineData("<message></presence>", "not-well-formed")]
    [InlineData("<!-- -->", "restricted-xml")]
    [InlineData("text", "bad-format")]
    public async Task What_is_no_stream_of_elements_ends_it(string xml, string condition)
    {
        await using var server = new TestServer();
        var component = await server.JoinAsync(Bot);

        component.Send(xml);

        AssertEnds(await component.ReceiveToEndAsync(), condition);
    }

    [Fact]
    public async Task Stanza_over_the_limit_is_a_violation()
    {
        await using var server = new TestServer();
        var settings = TestComponent.Settings with { Xml = new() { MaxStanzaBytes = 10_000 } };
        var component = await server.JoinAsync(Bot, settings);

        component.Send($"<message from='{Bot}' to='romeo@example.org'><body>{new string('x', 10_000)}");

        AssertEnds(await component.ReceiveToEndAsync(), "policy-violation");
    }

    [Fact]
    public async Task Closing_tag_is_answered()
    {
        await using var server = new TestServer();
        var component = await server.JoinAsync(Bot);

        component.Send("</stream:stream>");

        Assert.Equal(["</stream:stream>"], await component.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Case_3_component_that_breaks_off_may_come_back_at_once()
    {
        await using var server = new TestServer();
        for (var i = 0; i < 20; i++)
        {
            var component = await server.JoinAsync(Bot);
            if (i % 2 == 0) component.Transport.PushReset();
            else component.Transport.PushFin();
        }

        var last = await server.JoinAsync(Bot);

        await last.ExpectNothingAsync();
    }

    [Fact]
    public async Task Case_3_component_that_is_back_before_its_end_was_heard_of_gets_its_domain()
    {
        await using var server = new TestServer();
        var old = await server.JoinAsync(Bot);
        var component = server.ConnectComponent();
        component.Send(TestComponent.Handshake(await component.OpenAsync(Bot)));

        old.Transport.PushReset();

        Assert.Equal("<handshake/>", await component.ReceiveAsync());
        await component.ExpectNothingAsync();
    }

    [Fact]
    public async Task Case_7_second_of_a_name_is_a_conflict_and_the_first_goes_on()
    {
        await using var server = new TestServer();
        var first = await server.JoinAsync(Bot);
        var second = await WhenWaitingAsync(server, Bot);

        server.Advance(TimeSpan.FromSeconds(1));

        AssertEnds(await second.ReceiveToEndAsync(), "conflict");
        await first.ExpectNothingAsync();
    }

    [Fact]
    public async Task One_of_two_that_wait_gets_the_domain()
    {
        await using var server = new TestServer();
        var first = await server.JoinAsync(Bot);
        var second = await WhenWaitingAsync(server, Bot);
        var third = await WhenWaitingAsync(server, Bot);

        first.Send("</stream:stream>");
        await first.ReceiveToEndAsync();
        server.Advance(TimeSpan.FromSeconds(1));

        string[] answers = [await second.ReceiveAsync(), await third.ReceiveAsync()];
        Assert.Single(answers, "<handshake/>");
        Assert.Single(answers, answer => answer.Contains("<conflict", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("example.org", "")]
    [InlineData("EXAMPLE.net", "")]
    public async Task Case_8_name_of_what_the_server_has_itself_is_a_conflict(string domain, string attributes)
    {
        await using var server = new TestServer();
        var component = server.ConnectComponent();

        component.Send(TestComponent.Handshake(await component.OpenAsync(domain, attributes)));

        AssertEnds(await component.ReceiveToEndAsync(), "conflict");
    }

    [Fact]
    public async Task Case_10_newcomer_drives_out_the_old_one_where_that_is_the_policy()
    {
        await using var server = new TestServer();
        var settings = TestComponent.Settings with { Conflict = ComponentConflictPolicy.KickOld };
        var old = await server.JoinAsync(Bot, settings);

        var component = await server.JoinAsync(Bot, settings);

        var end = await old.ReceiveToEndAsync();
        AssertEnds(end, "conflict");
        Assert.Contains(">Replaced by new connection</text>", end[0], StringComparison.Ordinal);
        await component.ExpectNothingAsync();
    }

    [Fact]
    public async Task Case_16_subdomain_is_taken_below_every_host_or_below_none()
    {
        await using var server = new TestServer();
        await server.JoinAsync("bot.example.net");
        var refused = await WhenWaitingAsync(server, "bot", " is_subdomain='true'");
        server.Advance(TimeSpan.FromSeconds(1));
        AssertEnds(await refused.ReceiveToEndAsync(), "conflict");

        await server.JoinAsync("bot.example.org");
        await server.JoinAsync("other", attributes: " is_subdomain='true'");

        Assert.NotNull(server.Components.Find("other.example.org"u8));
        Assert.Same(server.Components.Find("other.example.org"u8), server.Components.Find("other.example.net"u8));
        Assert.Null(server.Components.Find("other"u8));
    }

    [Fact]
    public async Task Shutdown_is_told()
    {
        await using var server = new TestServer();
        var component = await server.JoinAsync(Bot);

        server.Network.Connections.CloseAll(CloseReason.Shutdown);

        AssertEnds(await component.ReceiveToEndAsync(), "system-shutdown");
    }

    [Fact]
    public void Secret_does_not_show_itself()
    {
        var settings = TestComponent.Settings;

        Assert.DoesNotContain(TestComponent.Password, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(TestComponent.Password, $"{settings.Password}", StringComparison.Ordinal);
    }

    /// <summary>A component that has shown its password, and finds its domain taken.</summary>
    private static async Task<TestComponent> WhenWaitingAsync(TestServer server, string domain, string attributes = "")
    {
        var waiting = server.Components.WaitingCount;
        var component = server.ConnectComponent();
        component.Send(TestComponent.Handshake(await component.OpenAsync(domain, attributes)));
        await Eventually.IsTrueAsync(() => server.Components.WaitingCount == waiting + 1);
        return component;
    }

    private static void AssertEnds(List<string> units, string condition)
    {
        if (units[0].Contains("<stream:stream", StringComparison.Ordinal)) units = units[1..];
        Assert.StartsWith($"<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>", units[0], StringComparison.Ordinal);
        Assert.Equal("</stream:stream>", units[1]);
        Assert.Equal(2, units.Count);
    }
}
