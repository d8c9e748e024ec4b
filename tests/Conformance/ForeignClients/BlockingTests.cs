using System.Globalization;
using System.Text.Json;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>The blocking command (XEP-0191) as other people's clients use it.</summary>
public sealed class BlockingTests
{
    private const string Spam = "spam.example";
    private const string Romeo = "romeo@localhost";

    [Theory]
    [InlineData("slixmpp")]
    [InlineData("aioxmpp")]
    public async Task Client_blocks_and_unblocks(string library)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        await ForeignClient.SkipUnlessInstalledAsync(library);
        await using var server = new MeerkatServer([new("juliet", "localhost", "secret"), new("romeo", "localhost", "secret")], []);
        await server.StartAsync();

        var seen = await ForeignClient.RunScriptAsync(
            "blocking",
            library,
            "juliet@localhost",
            "secret",
            Romeo,
            server.Endpoints.C2s.Address.ToString(),
            server.Endpoints.C2s.Port.ToString(CultureInfo.InvariantCulture),
            server.CertificateFile);

        Assert.True(seen.GetProperty("supported").GetBoolean());
        Assert.Empty(Names(seen, "before"));
        Assert.Equal([Romeo, Spam], Names(seen, "blocked"));
        Assert.Equal("not-acceptable", seen.GetProperty("ping").GetString());
        Assert.Equal([Romeo, Spam], Names(seen, "during"));
        Assert.Equal([Romeo], Names(seen, "unblocked"));
        Assert.Equal([Spam], Names(seen, "after"));
        if (seen.TryGetProperty("all", out _)) Assert.Equal([Spam], Names(seen, "all"));
    }

    private static IEnumerable<string?> Names(JsonElement seen, string when) =>
        seen.GetProperty(when).EnumerateArray().Select(name => name.GetString());
}
