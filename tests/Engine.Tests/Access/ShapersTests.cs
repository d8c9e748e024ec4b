using System.Collections.Immutable;
using Meerkat.Engine.Access;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Access;

/// <summary>Who gets which shaper, and what it does to a stream.</summary>
public sealed class ShapersTests
{
    private static readonly ShaperRate _slow = new("slow") { BytesPerSecond = 1024, Burst = TimeSpan.FromSeconds(2) };
    private static readonly ShaperRate _fast = new("fast") { BytesPerSecond = 1 << 20 };
    private static readonly ShaperRate _five = new("five") { StanzasPerSecond = 5, Burst = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Sessions_of_an_account_share_one_and_others_have_their_own()
    {
        await using var server = new TestServer(With(_slow));
        await server.LoginAsync("romeo@example.org/one");
        await server.LoginAsync("romeo@example.org/two");
        await server.LoginAsync("juliet@example.org/balcony");

        var shaper = ShaperOf(server, "romeo@example.org/one");
        Assert.Equal(_slow, shaper!.Rate);
        Assert.Same(shaper, ShaperOf(server, "romeo@example.org/two"));
        Assert.NotSame(shaper, ShaperOf(server, "juliet@example.org/balcony"));
    }

    [Fact]
    public async Task Before_the_login_it_is_the_listeners_and_afterwards_the_rules()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Shaper = "slow",
            Access = new() { Shapers = Table(_slow), ClientShaper = new([new(Acl.Local, null)]) },
        });

        var newcomer = server.Connect();
        await server.LoginAsync("romeo@example.org/orchard");

        Assert.Equal(_slow, newcomer.Connection.Shaper!.Rate);
        Assert.Null(ShaperOf(server, "romeo@example.org/orchard"));
    }

    [Fact]
    public async Task Rules_of_later_shape_sessions_that_are_there()
    {
        await using var server = new TestServer();
        await server.LoginAsync("romeo@example.org/orchard");
        Assert.Null(ShaperOf(server, "romeo@example.org/orchard"));

        server.Access.Apply(With(_slow).Access);
        var slow = ShaperOf(server, "romeo@example.org/orchard");
        Assert.Equal(_slow, slow!.Rate);

        // The same rate is the same shaper: a reload is no present.
        server.Access.Apply(With(_slow with { }).Access);
        Assert.Same(slow, ShaperOf(server, "romeo@example.org/orchard"));
        server.Access.Apply(With(_fast).Access);
        Assert.Equal(_fast, ShaperOf(server, "romeo@example.org/orchard")!.Rate);
        server.Access.Apply(new());
        Assert.Null(ShaperOf(server, "romeo@example.org/orchard"));
    }

    [Fact]
    public async Task Shaped_client_gets_everything_through_in_order()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Access = new() { Shapers = Table(_slow), ClientShaper = RuleFor("romeo", _slow) },
        });
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        var romeo = await server.LoginAsync("romeo@example.org/orchard");
        string[] bodies = [.. Enumerable.Range(0, 50).Select(i => $"{i} {new string('x', 300)}")];

        foreach (var body in bodies) romeo.Send($"<message to='juliet@example.org/balcony'><body>{body}</body></message>");
        await Eventually.IsTrueAsync(() => server.Network.Throttled.Count == 1);

        foreach (var body in bodies)
        {
            var received = juliet.ReceiveAsync();
            while (!received.IsCompleted)
            {
                server.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            Assert.Contains($"<body>{body}</body>", await received, StringComparison.Ordinal);
        }

        Assert.True(server.Metrics.Read("meerkat.throttled") > 0);
    }

    [Fact]
    public async Task Stanzas_are_counted_too()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Access = new() { Shapers = Table(_five), ClientShaper = RuleFor("romeo", _five) },
        });
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        romeo.Send(string.Concat(Enumerable.Repeat("<message to='juliet@example.org' type='headline'/>", 5)));
        await Eventually.IsTrueAsync(() => server.Metrics.Read("meerkat.stanzas.message") == 5);
        Assert.Equal(0, server.Network.Throttled.Count);
        romeo.Send("<message to='juliet@example.org' type='headline'/>");

        await Eventually.IsTrueAsync(() => server.Network.Throttled.Count == 1);
        Assert.Equal(6, server.Metrics.Read("meerkat.stanzas.message"));
    }

    [Fact]
    public async Task Component_has_that_of_its_listener()
    {
        await using var server = new TestServer(new TestServerOptions { Access = new() { Shapers = Table(_fast) } });

        var shaped = await server.JoinAsync("bot.example.org", TestComponent.Settings with { Shaper = "fast" });
        var other = await server.JoinAsync("irc.example.org");

        Assert.Equal(_fast, shaped.Connection.Shaper!.Rate);
        Assert.Null(other.Connection.Shaper);
    }

    [Fact]
    public async Task Client_that_is_too_slow_to_log_in_runs_out_of_time_as_any()
    {
        await using var server = new TestServer(new TestServerOptions
        {
            Shaper = "slow",
            Access = new() { Shapers = Table(_slow) },
        });
        var client = server.Connect();
        await client.OpenAsync();
        client.Send(new string(' ', 100_000));
        await Eventually.IsTrueAsync(() => server.Network.Throttled.Count == 1);

        server.Advance(TimeSpan.FromMinutes(1));

        await XmppStreamTests.ExpectStreamErrorAsync(client, "connection-timeout");
    }

    private static Shaper? ShaperOf(TestServer server, string fullJid) => server.FindSession(fullJid)!.Shaper;

    private static TestServerOptions With(ShaperRate rate) => new()
    {
        Access = new() { Shapers = Table(rate), ClientShaper = new([new(Acl.All, rate)]) },
    };

    private static AccessRule<ShaperRate?> RuleFor(string user, ShaperRate rate) =>
        new([new(new Acl("some", [new AclPattern { User = new Glob(user) }]), rate)]);

    private static ImmutableDictionary<string, ShaperRate> Table(ShaperRate rate) =>
        ImmutableDictionary<string, ShaperRate>.Empty.Add(rate.Name, rate);
}
