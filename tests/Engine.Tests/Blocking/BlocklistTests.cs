using Meerkat.Engine.Blocking;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Meerkat.Engine.Tests.Blocking;

/// <summary>XEP-0191, JID Matching.</summary>
public sealed class BlocklistTests
{
    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    [Theory]
    // user@domain/resource: only that resource.
    [InlineData("romeo@montague.net/orchard", "romeo@montague.net/orchard", true)]
    [InlineData("romeo@montague.net/orchard", "romeo@montague.net/tomb", false)]
    [InlineData("romeo@montague.net/orchard", "romeo@montague.net", false)]
    // user@domain: any resource.
    [InlineData("romeo@montague.net", "romeo@montague.net", true)]
    [InlineData("romeo@montague.net", "romeo@montague.net/orchard", true)]
    [InlineData("romeo@montague.net", "romeo2@montague.net", false)]
    [InlineData("romeo@montague.net", "montague.net", false)]
    // domain/resource: only that resource, of the domain.
    [InlineData("montague.net/orchard", "montague.net/orchard", true)]
    [InlineData("montague.net/orchard", "montague.net", false)]
    [InlineData("montague.net/orchard", "romeo@montague.net/orchard", false)]
    // domain: itself, its users and its resources; no other domain.
    [InlineData("montague.net", "montague.net", true)]
    [InlineData("montague.net", "montague.net/orchard", true)]
    [InlineData("montague.net", "romeo@montague.net", true)]
    [InlineData("montague.net", "romeo@montague.net/orchard", true)]
    [InlineData("montague.net", "romeo@chat.montague.net", false)]
    // Not oneself, nor one's server; other users of it.
    [InlineData("example.org", "example.org", false)]
    [InlineData("example.org", "example.org/x", false)]
    [InlineData("example.org", "juliet@example.org", false)]
    [InlineData("example.org", "juliet@example.org/chamber", false)]
    [InlineData("example.org", "romeo@example.org", true)]
    [InlineData("juliet@example.org", "juliet@example.org/chamber", false)]
    public void Address_matches_an_item(string item, string address, bool isBlocked)
    {
        var list = Blocklist.Of(Host(isEnforced: true), _juliet, [Jid.Parse("other.example"), Jid.Parse(item)])!;

        Assert.Equal(isBlocked, list.Blocks(Jid.Parse(address)));
        Assert.Equal(isBlocked, list.Blocks(ViewOf(address)));
    }

    [Fact]
    public void List_of_nobody_is_none() => Assert.Null(Blocklist.Of(Host(isEnforced: true), _juliet, []));

    [Fact]
    public void Nobody_is_blocked_where_no_module_enforces_it()
    {
        var list = Blocklist.Of(Host(isEnforced: false), _juliet, [Jid.Parse("romeo@montague.net")])!;

        Assert.False(list.Blocks(Jid.Parse("romeo@montague.net")));
    }

    private static JidView ViewOf(string address)
    {
        Assert.True(new JidPreparer().TryParse(System.Text.Encoding.UTF8.GetBytes(address), out var view));
        return view;
    }

    private static Host Host(bool isEnforced)
    {
        var host = new Host(Jid.Parse("example.org"));
        if (!isEnforced) return host;

        var logger = NullLogger<BlocklistService>.Instance;
        var service = new BlocklistService(new MemoryStores().Blocklists, new HostTable([host]), new SessionTable(), logger);
        host.Replace(new ModuleBuilder(host).Enforce(service).Build());
        return host;
    }
}
