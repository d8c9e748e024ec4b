using System.Text;
using Meerkat.Engine.Access;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class AccessTableTests
{
    private const string Whole = """
        [acl]
        staff = [{ jid = "Root@example.com" }, { user = "Staff-*", domain = "*.Example.com" }]
        campus = [{ address = "192.0.2.0/24" }, { address = "2001:db8::/32" }, { address = "203.0.113.7" }]
        web = [{ resource = "Web*" }]

        [[acl.guests]]
        user = "guest-?"

        [access]
        c2s = [{ acl = "guests", value = "deny" }, { acl = "all", value = "allow" }]
        bots = [{ acl = "local", value = "allow" }]
        max_user_sessions = [{ acl = "staff", value = 50 }]
        max_failed_logins = [{ acl = "campus", value = 5000 }]
        c2s_shaper = [{ acl = "staff", value = "none" }, { acl = "all", value = "normal" }]
        max_user_offline_messages = [{ acl = "staff", value = 1000 }, { acl = "guests", value = 0 }]

        [shaper.normal]
        max_rate = "64KiB"
        max_stanzas = 50

        [shaper]
        slow = { max_stanzas = 1, burst = "1m" }

        [listen]
        c2s_shaper = "slow"

        [components]
        shaper = "normal"
        listen = ["127.0.0.1:8888"]
        password = "secret"
        access = "bots"
        """;

    [Fact]
    public void Sets_and_rules_are_what_the_file_says()
    {
        var (options, mistakes) = Bind(Whole);
        var (acls, rules) = (options.Access.Acls, options.Access.Rules);

        Assert.Empty(mistakes);
        Assert.Empty(options.Validate());
        Assert.Equal("root@example.com", acls["staff"].Patterns[0].Jid!.ToString());
        Assert.Equal(
            new AclPattern { User = new Glob("staff-*"), Domain = new Glob("*.example.com") }, acls["staff"].Patterns[1]);
        Assert.Equal(
            ["192.0.2.0/24", "2001:db8::/32", "203.0.113.7/32"], acls["campus"].Patterns.Select(pattern => pattern.Address.ToString()!));
        // A user without a domain is one of this server's.
        Assert.Equal(new AclPattern { User = new Glob("guest-?"), IsLocal = true }, Assert.Single(acls["guests"].Patterns));
        Assert.Equal(new AclPattern { Resource = new Glob("Web*"), IsLocal = true }, Assert.Single(acls["web"].Patterns));
        Assert.Equal(["guests False", "all True"], rules["c2s"].Entries.Select(entry => $"{entry.Acl.Name} {entry.Value}"));
        Assert.Same(Acl.Local, Assert.Single(rules["bots"].Entries).Acl);
        Assert.Equal(50, Assert.Single(options.Access.MaxUserSessions!.Entries).Value);
        Assert.Equal(5000, Assert.Single(options.Access.MaxFailedLogins!.Entries).Value);
        Assert.Equal([1000, 0], options.Access.MaxUserOfflineMessages!.Entries.Select(entry => entry.Value));
    }

    [Fact]
    public void Shapers_are_what_the_file_says()
    {
        var (options, _) = Bind(Whole);
        var normal = new ShaperRate("normal") { BytesPerSecond = 64 * 1024, StanzasPerSecond = 50 };

        Assert.Equal(normal, options.Access.Shapers["normal"]);
        Assert.Equal(
            new ShaperRate("slow") { StanzasPerSecond = 1, Burst = TimeSpan.FromMinutes(1) }, options.Access.Shapers["slow"]);
        Assert.Equal([null, normal], options.Access.ClientShaper!.Entries.Select(entry => entry.Value));
        Assert.Equal(("slow", "normal"), (options.Listen.C2sShaper, options.Components[0].Shaper));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var written = ConfigurationText.Write(Bind(Whole + "\n[storage]\ndata = '/var/lib/meerkat'").Options);

        var (options, mistakes) = Bind(written);

        Assert.Empty(mistakes);
        Assert.Equal(written, ConfigurationText.Write(options));
        Assert.Contains("""staff = [{ jid = "root@example.com" }, { user = "staff-*", domain = "*.example.com" }] # set""", written, StringComparison.Ordinal);
        Assert.Contains("""slow = { max_stanzas = 1, burst = "1m" } # set""", written, StringComparison.Ordinal);
        Assert.Contains("""bots = [{ acl = "local", value = "allow" }] # set""", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acl = 1", "test.toml:1:1: 'acl' is a table; write [acl] on a line of its own")]
    [InlineData("acl.staff = 1", "test.toml:1:13: found the integer 1; write an array: [{ user = \"guest-*\", domain = \"example.com\" }]")]
    [InlineData("acl.'a b' = []", "test.toml:1:5: 'a b' is no name; write at most 64 letters, digits, - and _")]
    [InlineData("acl.all = []", "test.toml:1:5: 'all' has a meaning of its own; choose another name")]
    [InlineData("access.none = []", "test.toml:1:8: 'none' has a meaning of its own; choose another name")]
    [InlineData("acl.a = [{ address = '192.0.2.1/24' }]", "test.toml:1:22: '192.0.2.1/24' has bits behind its prefix; write 192.0.2.0/24")]
    [InlineData("acl.a = [{ address = '192.0.2.0/33' }]", "test.toml:1:22: '192.0.2.0/33' is no network; write for example 192.0.2.0/24 or 2001:db8::/32")]
    [InlineData("acl.a = [{ address = '10' }]", "test.toml:1:22: '10' is no network; write for example 192.0.2.0/24 or 2001:db8::/32")]
    [InlineData("acl.a = [{ user = 'a@b' }]", "test.toml:1:19: 'a@b' is no localpart; write what stands before the @, perhaps with * and ?")]
    [InlineData(
        "acl.a = [{ jid = 'a@b', user = 'c' }]",
        "test.toml:1:18: a jid says it all; leave out user, domain and resource, or write them instead of it")]
    [InlineData("access.register = [{ acl = 'all' }]", "test.toml:1:20: there is no 'value'; write { acl = \"all\", value = \"allow\" }")]
    [InlineData("access.max_user_sessions = [{ acl = 'all', value = 0 }]", "test.toml:1:52: 0 is out of range; write a whole number from 1 to 2147483647")]
    [InlineData("access.register = [{ acl = 'all', value = 'yes' }]", "test.toml:1:43: 'yes' is not \"allow\" or \"deny\"")]
    [InlineData("access.register = [{ acl = 'locl', value = 'allow' }]", "test.toml:1:28: there is no acl 'locl'; did you mean 'local'?")]
    [InlineData(
        "access.register = [{ acl = 'all', value = 'allow' }, { acl = 'local', value = 'deny' }]",
        "test.toml:1:54: this is never reached, since what stands before it is for 'all'; move it up, or remove it")]
    [InlineData("shaper.slow = 1", "test.toml:1:15: found the integer 1; write [shaper.slow], and below it max_rate = \"64KiB\"")]
    [InlineData("shaper.slow = {}", "test.toml:1:8: the shaper 'slow' limits nothing; write max_rate, max_stanzas or both")]
    [InlineData("shaper.slow.max_rate = '1B'", "test.toml:1:24: 1B is out of range; write a size from 1KiB to 1GiB")]
    [InlineData("shaper.slow = { max_rat = '64KiB', max_stanzas = 1 }", "test.toml:1:17: unknown key 'max_rat'; did you mean 'max_rate'?")]
    [InlineData(
        "access.c2s_shaper = [{ acl = 'all', value = 'slow' }]",
        "test.toml:1:45: there is no shaper 'slow'; define [shaper.slow], or write none")]
    public void Mistake_is_named_with_what_to_write(string toml, string mistake)
    {
        Assert.Equal([mistake], Bind(toml).Mistakes);
    }

    [Fact]
    public void Acl_that_could_not_be_read_is_not_complained_of_again()
    {
        var (_, mistakes) = Bind("acl.a = [{ adress = '10.0.0.0/8' }]\naccess.register = [{ acl = 'a', value = 'allow' }]");

        Assert.Equal(["test.toml:1:12: unknown key 'adress'; did you mean 'address'?"], mistakes);
    }

    [Fact]
    public void Rule_must_be_asked_by_somebody_who_can()
    {
        var (options, mistakes) = Bind("""
            [acl]
            campus = [{ address = "192.0.2.0/24" }]
            [access]
            registr = [{ acl = "all", value = "deny" }]
            bots = [{ acl = "campus", value = "allow" }]
            max_user_offline_messages = [{ acl = "campus", value = 1 }]
            [[components]]
            access = "bots"
            [[components]]
            access = "bot"
            """);

        Assert.Empty(mistakes);
        Assert.Equal(
            [
                "components.access: there is no rule 'bot' that allows or denies; write all, local, none, bots, registr, or define it in [access]",
                "access.bots: a stanza does not tell from which address its sender connects, which the acl 'campus' asks for",
                "access.registr: nothing asks this rule; name it in components.access, or remove it",
                "access.max_user_offline_messages: who is offline has no address, which the acl 'campus' asks for",
            ],
            options.Validate().Select(mistake => $"{mistake.Keys[0]}: {mistake.Message}"));
    }

    [Fact]
    public void Shaper_must_be_there_and_failures_belong_to_addresses()
    {
        var (options, mistakes) = Bind("""
            [acl]
            staff = [{ user = "root", address = "192.0.2.0/24" }]
            [access]
            max_failed_logins = [{ acl = "staff", value = 5 }]
            [listen]
            c2s_shaper = "slow"
            [components]
            shaper = "fast"
            """);

        Assert.Empty(mistakes);
        Assert.Equal(
            [
                "listen.c2s_shaper: there is no shaper 'slow'; define [shaper.slow], or write none",
                "components.shaper: there is no shaper 'fast'; define [shaper.fast], or write none",
                "access.max_failed_logins: before a login only the address is known, and the acl 'staff' asks for more; "
                    + "give it patterns with an address alone",
            ],
            options.Validate().Select(mistake => $"{mistake.Keys[0]}: {mistake.Message}"));
    }

    private static (ServerOptions Options, string[] Mistakes) Bind(string toml)
    {
        var file = ConfigurationFile.Parse("test.toml", Encoding.UTF8.GetBytes(toml));
        var options = OptionBinder.Bind(file, new ServerOptions());
        return (options, [.. file.Mistakes]);
    }
}
