using Meerkat.Engine.Admin;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>Stanzas on somebody's behalf (2.2: ejabberdctl_SUITE, stanza).</summary>
public sealed class StanzaCommandsTests
{
    private const string Romeo = "romeo@example.org";
    private const string Orchard = $"{Romeo}/orchard";
    private const string Juliet = "juliet@example.org";
    private const string Balcony = $"{Juliet}/balcony";

    [Fact]
    public async Task Message_reaches_who_is_there_and_is_kept_for_who_is_not()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.AddAccountAsync(Romeo);
        var juliet = await admin.Server.LoginAvailableAsync(Balcony);

        await admin.SayAsync("stanza send-message", $"from={Romeo}", $"to={Juliet}", "body=It is <my> lady");
        await admin.SayAsync("stanza send-message", $"from={Juliet}", $"to={Romeo}", "body=Wherefore?");

        Assert.Equal(
            $"<message from='{Romeo}' type='chat' to='{Juliet}'><body>It is &lt;my&gt; lady</body></message>", await juliet.ReceiveAsync());
        await admin.Server.WhenStoredAsync(romeo.Bare, 1);
    }

    [Fact]
    public async Task Headline_reaches_who_is_there_only()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.AddAccountAsync(Romeo);
        var juliet = await admin.Server.LoginAvailableAsync(Balcony);

        await admin.SayAsync("stanza send-headline", "from=example.org", $"to={Juliet}", "subject=News", "body=Dawn");
        await admin.SayAsync("stanza send-headline", "from=example.org", $"to={Romeo}", "body=Dawn");

        Assert.Contains("type='headline'", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await admin.Server.Stores.Offline.CountAsync(romeo.Bare));
    }

    [Fact]
    public async Task Message_from_or_to_nobody_is_refused()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync(Romeo);

        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("stanza send-message", $"from={Romeo}", "to=nobody@example.org", "body=?"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("stanza send-message", "from=a@elsewhere.example", $"to={Romeo}", "body=?"));
        Assert.Single(AdminFixture.Mistakes("stanza send-message", $"from={Romeo}", "to=@wrong", "body=?"));
    }

    [Fact]
    public async Task Stanza_is_sent_as_the_client_s_own()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAvailableAsync(Orchard);
        var juliet = await admin.Server.LoginAvailableAsync(Balcony);

        await admin.TakeTurnAsync(admin.SayAsync("stanza send", $"session={Orchard}", $"stanza=<message to='{Balcony}'><body>But soft!</body></message>"));
        await admin.TakeTurnAsync(admin.SayAsync(
            "stanza send", $"session={Orchard}", $"stanza=<iq from='{Orchard}' type='get' id='as-if' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>"));

        Assert.Equal($"<message from='{Orchard}' to='{Balcony}'><body>But soft!</body></message>", await juliet.ReceiveAsync());
        Assert.Contains("id='as-if' type='result'", await romeo.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stanzas_wait_for_their_turn_while_the_client_waits()
    {
        var stores = new HookedStores();
        var gate = new TaskCompletionSource();
        stores.BeforeRosterLoad = _ => gate.Task;
        await using var admin = new AdminFixture(new TestServerOptions { Stores = stores });
        var romeo = await admin.Server.LoginAsync(Orchard);
        romeo.Send("<iq type='get' id='first'><query xmlns='jabber:iq:roster'/></iq>");

        var second = admin.SayAsync("stanza send", $"session={Orchard}", "stanza=<iq type='get' id='second' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>");
        admin.Server.Advance(TimeSpan.FromSeconds(1));
        gate.SetResult();
        await admin.TakeTurnAsync(second);

        Assert.Equal(["first", "second"], new[] { await romeo.ReceiveAsync(), await romeo.ReceiveAsync() }
            .Select(unit => unit.Contains("'first'", StringComparison.Ordinal) ? "first" : "second").Order());
    }

    [Theory]
    [InlineData("<body/>")]
    [InlineData("<message xmlns='jabber:server'/>")]
    [InlineData("<message from='juliet@example.org'/>")]
    [InlineData("<message from='romeo@example.org/elsewhere'/>")]
    public async Task Stanza_that_would_end_the_stream_is_refused(string stanza)
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAsync(Orchard);

        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("stanza send", $"session={Orchard}", $"stanza={stanza}"));
        await romeo.ExpectNothingAsync();
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("stanza send", $"session={Balcony}", "stanza=<message/>"));
    }
}
