using Meerkat.Engine.Admin;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>The server itself, and who may do what.</summary>
public sealed class ServerCommandsTests
{
    private const string Romeo = "romeo@example.org";

    [Fact]
    public async Task Status_says_what_stands_in_the_way()
    {
        await using var admin = new AdminFixture();

        Assert.Equal($"{Xep0092Version.Version} True - ", (await admin.ListAsync("server status"))[0][..(Xep0092Version.Version.Length + 8)]);
        Assert.EndsWith("0 example.org,example.net c2s 127.0.0.1:5222", (await admin.ListAsync("server status"))[0], StringComparison.Ordinal);
        admin.Node.Obstacle = "the store does not answer";
        Assert.Contains("False the store does not answer", (await admin.ListAsync("server status"))[0], StringComparison.Ordinal);
        Assert.Equal(["example.org", "example.net"], await admin.ListAsync("server domains"));
    }

    [Fact]
    public async Task Log_level_is_shown_and_set()
    {
        await using var admin = new AdminFixture();

        Assert.Equal("info", await admin.SayAsync("server log-level"));
        Assert.Equal("log level is debug", await admin.SayAsync("server set-log-level", "level=debug"));
        Assert.Equal(LogLevel.Debug, admin.Node.LogLevel);
        Assert.Single(AdminFixture.Mistakes("server set-log-level", "level=loud"));
    }

    [Fact]
    public async Task Reload_and_stop_reach_the_node()
    {
        await using var admin = new AdminFixture();

        await admin.SayAsync("server reload");
        admin.Node.ReloadMistake = "no such file";
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("server reload"));
        Assert.Equal("[server]", await admin.SayAsync("server config"));
        await admin.SayAsync("server stop");
        Assert.True(admin.Node.IsStopped);
    }

    [Fact]
    public async Task Figures_count_accounts_and_sessions()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync("juliet@example.org");
        await admin.Server.LoginAsync($"{Romeo}/orchard");
        await admin.Server.LoginAsync($"{Romeo}/garden");
        await admin.Server.LoginAsync("benvolio@example.net/street");
        admin.Server.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(["3 2 3 90"], await admin.ListAsync("stat global"));
        Assert.Equal(["2 1 2"], await admin.ListAsync("stat domain", "domain=example.org"));
        Assert.Equal(3, await admin.CountAsync("stat global-figure", "name=registeredusers"));
        Assert.Equal(3, await admin.CountAsync("stat global-figure", "name=onlineusers"));
        Assert.Equal(90, await admin.CountAsync("stat global-figure", "name=uptimeseconds"));
        Assert.Equal(2, await admin.CountAsync("stat domain-figure", "name=registeredusers", "domain=example.org"));
        Assert.Equal(1, await admin.CountAsync("stat domain-figure", "name=onlineusers", "domain=example.net"));
    }

    [Fact]
    public async Task Administrator_of_a_domain_keeps_to_it()
    {
        await using var admin = new AdminFixture();
        var tybalt = new AdminCaller("tybalt", Jid.Parse("example.net"));
        await admin.Server.AddAccountAsync(Romeo);
        await admin.Server.AddAccountAsync("benvolio@example.net");

        Assert.Equal(AdminFailure.Forbidden, (await admin.RunAsync(tybalt, "server stop")).Failure);
        Assert.Equal(AdminFailure.Forbidden, (await admin.RunAsync(tybalt, "account check", $"user={Romeo}")).Failure);
        Assert.Equal(AdminFailure.Forbidden, (await admin.RunAsync(tybalt, "account count", "domain=example.org")).Failure);
        Assert.Equal(AdminFailure.Forbidden, (await admin.RunAsync(tybalt, "stanza send-message", $"from={Romeo}", "to=benvolio@example.net", "body=?")).Failure);
        Assert.True((await admin.RunAsync(tybalt, "account check", "user=benvolio@example.net")).IsSuccess);
        Assert.Equal(1, (await admin.RunAsync(tybalt, "account count")).Number);
        Assert.False(admin.Node.IsStopped);
    }

    [Fact]
    public async Task Store_that_fails_is_told_and_logged()
    {
        var stores = new HookedStores
        {
            BeforeFind = _ => throw new StoreException(StoreFailure.Io, "the disk is gone"),
        };
        await using var admin = new AdminFixture(new TestServerOptions { Stores = stores, ExpectedErrors = 1 });

        var result = await admin.RunAsync("account check-password", $"user={Romeo}", "password=x");

        Assert.Equal(AdminFailure.Busy, result.Failure);
        Assert.DoesNotContain("disk", result.Text, StringComparison.Ordinal);
    }
}
