using System.Collections.Immutable;
using System.Net;
using Meerkat.Engine.Access;
using Meerkat.Engine.Options;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Access;

[Collection(nameof(WholeProcess))]
public sealed class AccessControlTests
{
    private static readonly HostTable _hosts = new([new Host(Jid.Parse("example.org"))]);

    [Theory]
    [InlineData("romeo@example.org", true)]
    [InlineData("romeo@example.org/orchard", true)]
    [InlineData("example.org", true)]
    [InlineData("romeo@example.net", false)]
    public void Local_is_who_is_served_here(string jid, bool expected)
    {
        Assert.Equal(expected, Matches(new AclPattern { IsLocal = true }, jid));
    }

    [Fact]
    public void Bare_jid_is_that_of_all_resources_and_a_full_one_of_itself()
    {
        var bare = new AclPattern { Jid = Jid.Parse("romeo@example.org") };
        var full = new AclPattern { Jid = Jid.Parse("romeo@example.org/orchard") };
        var domain = new AclPattern { Jid = Jid.Parse("example.org") };

        Assert.True(Matches(bare, "romeo@example.org") && Matches(bare, "romeo@example.org/orchard"));
        Assert.True(Matches(full, "romeo@example.org/orchard"));
        Assert.False(Matches(full, "romeo@example.org") || Matches(full, "romeo@example.org/balcony"));
        Assert.False(Matches(bare, "juliet@example.org") || Matches(domain, "romeo@example.org"));
    }

    [Fact]
    public void All_parts_of_a_pattern_must_hold()
    {
        var pattern = new AclPattern { User = new Glob("guest-*"), Domain = new Glob("example.org"), Resource = new Glob("web*") };

        Assert.True(Matches(pattern, "guest-1@example.org/web2"));
        Assert.False(Matches(pattern, "romeo@example.org/web2"));
        Assert.False(Matches(pattern, "guest-1@example.net/web2"));
        Assert.False(Matches(pattern, "guest-1@example.org/phone"));
        Assert.False(Matches(pattern, "guest-1@example.org"));
        Assert.False(Matches(new AclPattern { User = new Glob("*") }, "example.org"));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.200", true)]
    [InlineData("192.0.2.0/24", "192.0.3.1", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "192.0.2.1", false)]
    [InlineData("0.0.0.0/0", null, false)]
    public void Network_holds_for_clients_inside_it(string network, string? address, bool expected)
    {
        var acl = new Acl("campus", [new AclPattern { Address = IPNetwork.Parse(network) }]);

        Assert.Equal(
            expected,
            acl.Matches(JidView.Of(Jid.Parse("romeo@example.org")), address is null ? null : IPAddress.Parse(address), _hosts));
    }

    [Fact]
    public void First_entry_that_is_for_somebody_counts_and_who_is_in_none_is_denied()
    {
        var guests = new Acl("guests", [new AclPattern { User = new Glob("guest-*") }]);
        var access = Control(new() { Rules = Rules(AccessOptions.Login, (guests, false), (Acl.Local, true)) });

        Assert.True(access.MayLogIn(Jid.Parse("romeo@example.org"), address: null));
        Assert.False(access.MayLogIn(Jid.Parse("guest-1@example.org"), address: null));
        Assert.False(access.MayLogIn(Jid.Parse("romeo@example.net"), address: null));
    }

    [Fact]
    public void Without_a_rule_everybody_may_and_limits_are_those_of_the_options()
    {
        var access = Control(new());
        var romeo = Jid.Parse("romeo@example.org");

        Assert.True(access.MayLogIn(romeo, address: null));
        Assert.True(access.MayRegister(romeo, address: null));
        Assert.Equal(7, access.MaxSessionsOf(romeo, address: null, 7));
        Assert.Equal(8, access.MaxOfflineMessagesOf(romeo, 8));
    }

    [Fact]
    public void Limits_are_those_of_the_rule_for_whom_it_is_for()
    {
        var staff = new Acl("staff", [new AclPattern { User = new Glob("romeo") }]);
        var access = Control(new() { MaxUserSessions = new([new(staff, 50)]), MaxUserOfflineMessages = new([new(staff, 0)]) });

        Assert.Equal(50, access.MaxSessionsOf(Jid.Parse("romeo@example.org"), address: null, 10));
        Assert.Equal(10, access.MaxSessionsOf(Jid.Parse("juliet@example.org"), address: null, 10));
        Assert.Equal(0, access.MaxOfflineMessagesOf(Jid.Parse("romeo@example.org"), 10));
        Assert.Equal(10, access.MaxOfflineMessagesOf(Jid.Parse("juliet@example.org"), 10));
    }

    [Fact]
    public void Rule_that_is_exchanged_holds_for_those_who_ask_it_by_name()
    {
        var access = Control(new() { Rules = Rules("bots", (Acl.All, false)) });
        var rule = access.RuleNamed("bots");
        var romeo = Jid.Parse("romeo@example.org");

        Assert.False(rule.Allows(JidView.Of(romeo)));
        access.Apply(new() { Rules = Rules("bots", (Acl.Local, true)) });
        Assert.True(rule.Allows(JidView.Of(romeo)));
        Assert.False(rule.Allows(JidView.Of(Jid.Parse("romeo@example.net"))));

        // Without the rule it is as it was: who asks it knows no other one.
        access.Apply(new());
        Assert.True(rule.Allows(JidView.Of(romeo)));
    }

    [Fact]
    public void Rule_that_is_not_there_denies()
    {
        Assert.False(Control(new()).RuleNamed("bots").Allows(JidView.Of(Jid.Parse("romeo@example.org"))));
    }

    [Fact]
    public void Asking_a_rule_allocates_nothing()
    {
        Acl[] acls =
        [
            new("some", [new AclPattern { Jid = Jid.Parse("nurse@example.org") }, new AclPattern { User = new Glob("a*b?c*") }]),
            new("others", [new AclPattern { Domain = new Glob("*.example.net"), Resource = new Glob("x*") }]),
        ];
        var rule = Control(new() { Rules = Rules("bots", (acls[0], true), (acls[1], true), (Acl.Local, true)) }).RuleNamed("bots");
        var romeo = Jid.Parse("romeo@example.org/orchard");
        var isAllowed = rule.Allows(JidView.Of(romeo));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) isAllowed &= rule.Allows(JidView.Of(romeo));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(isAllowed);
    }

    private static bool Matches(AclPattern pattern, string jid) =>
        new Acl("some", [pattern]).Matches(JidView.Of(Jid.Parse(jid)), address: null, _hosts);

    private static AccessControl Control(AccessOptions options) => new(options, _hosts, new SessionTable());

    private static ImmutableDictionary<string, AccessRule<bool>> Rules(string name, params (Acl Acl, bool Value)[] entries) =>
        ImmutableDictionary<string, AccessRule<bool>>.Empty.Add(
            name, new([.. entries.Select(entry => new AccessEntry<bool>(entry.Acl, entry.Value))]));
}
