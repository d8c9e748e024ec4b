using System.Globalization;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>Ad-hoc commands as somebody else's client finds and runs them.</summary>
public sealed class AdHocCommandTests
{
    [Fact]
    public async Task Administrator_adds_counts_and_lists_users()
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        await ForeignClient.SkipUnlessInstalledAsync("slixmpp");
        await using var server = new MeerkatServer([new("root", "localhost", "secret")], ["--admin", "root@localhost"]);
        await server.StartAsync();

        var seen = await ForeignClient.RunScriptAsync(
            "adhoc",
            "root@localhost",
            "secret",
            server.Endpoints.C2s.Address.ToString(),
            server.Endpoints.C2s.Port.ToString(CultureInfo.InvariantCulture),
            server.CertificateFile,
            "juliet@localhost");

        var commands = seen.GetProperty("commands").EnumerateArray().Select(command => command.GetString()).ToList();
        Assert.Contains("http://jabber.org/protocol/admin#add-user", commands);
        Assert.Contains("urn:meerkat:admin#server/status", commands);
        Assert.Equal(["completed", "juliet@localhost added"], seen.GetProperty("added").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal("2", seen.GetProperty("users").GetString());
        Assert.Equal(["juliet@localhost", "root@localhost"], seen.GetProperty("accounts").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal("item-not-found", seen.GetProperty("unknown").GetString());
    }
}
