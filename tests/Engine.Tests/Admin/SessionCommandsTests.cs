using Meerkat.Engine.Admin;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>Sessions as administrators see them (2.2: ejabberdctl_SUITE, sessions).</summary>
public sealed class SessionCommandsTests
{
    private const string Romeo = "romeo@example.org";
    private const string Orchard = $"{Romeo}/orchard";
    private const string Juliet = "juliet@example.org";

    [Fact]
    public async Task Sessions_are_listed_and_counted()
    {
        await using var admin = new AdminFixture();
        await admin.Server.LoginAsync(Orchard);
        await admin.Server.LoginAsync($"{Romeo}/garden");
        await admin.Server.LoginAsync("benvolio@example.net/street");

        Assert.Equal(["benvolio@example.net/street", $"{Romeo}/garden", Orchard], (await admin.ListAsync("session list")).Order());
        Assert.Equal(["benvolio@example.net/street"], await admin.ListAsync("session list", "domain=example.net"));
        Assert.Equal(3, await admin.CountAsync("session count"));
        Assert.Equal(2, await admin.CountAsync("session count", "domain=example.org"));
        Assert.Equal(2, await admin.CountAsync("session count-user", $"user={Romeo}"));
        Assert.Equal(0, await admin.CountAsync("session count-user", $"user={Juliet}"));
        Assert.Equal("garden", await admin.SayAsync("session resource", $"user={Romeo}", "number=2"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("session resource", $"user={Romeo}", "number=3"));
    }

    [Fact]
    public async Task Session_is_shown_with_its_presence()
    {
        await using var admin = new AdminFixture();
        await admin.Server.LoginAsync($"{Romeo}/garden");
        admin.Server.Advance(TimeSpan.FromMinutes(1));
        await admin.Server.LoginAvailableAsync(Orchard, "<presence><show>dnd</show><status>Climbing</status><priority>7</priority></presence>");

        Assert.Equal(
            [$"{Romeo}/garden 127.0.0.1:5222 - 60 - - -", $"{Orchard} 127.0.0.1:5222 - 0 7 dnd Climbing"],
            await admin.ListAsync("session user", $"user={Romeo}"));
        Assert.Equal(2, (await admin.ListAsync("session info", "domain=example.org")).Count);
        Assert.Empty(await admin.ListAsync("session user", $"user={Juliet}"));
    }

    [Fact]
    public async Task Session_is_ended_with_the_reason()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAsync(Orchard);
        var other = await admin.Server.LoginAsync($"{Romeo}/garden");

        Assert.Equal($"{Orchard} disconnected", await admin.SayAsync("session kick", $"session={Orchard}", "reason=Go to bed & sleep."));

        var last = await romeo.ReceiveToEndAsync();
        Assert.Contains(last, unit => unit.Contains(">Go to bed &amp; sleep.</text>", StringComparison.Ordinal));
        await other.ExpectNothingAsync();
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("session kick", $"session={Romeo}/nowhere"));
    }

    [Fact]
    public async Task All_sessions_of_an_account_are_ended()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAsync(Orchard);
        var other = await admin.Server.LoginAsync($"{Romeo}/garden");

        Assert.Equal($"sessions of {Romeo} ended: 2", await admin.SayAsync("session kick-user", $"user={Romeo}"));

        await Task.WhenAll(romeo.ReceiveToEndAsync(), other.ReceiveToEndAsync());
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("session kick-user", $"user={Romeo}"));
    }

    [Fact]
    public async Task Sessions_are_found_by_status()
    {
        await using var admin = new AdminFixture();
        await admin.Server.LoginAvailableAsync(Orchard, "<presence><show>away</show></presence>");
        await admin.Server.LoginAvailableAsync("benvolio@example.net/street", "<presence><show>away</show></presence>");
        await admin.Server.LoginAvailableAsync($"{Juliet}/balcony");
        await admin.Server.LoginAsync($"{Juliet}/chamber");

        Assert.Equal(2, await admin.CountAsync("session count-status", "status=away"));
        Assert.Equal(1, await admin.CountAsync("session count-status", "status=available"));
        Assert.Equal(0, await admin.CountAsync("session count-status", "status=dnd"));
        Assert.Equal(1, await admin.CountAsync("session count-status", "status=away", "domain=example.net"));
        Assert.StartsWith(Orchard, Assert.Single(await admin.ListAsync("session list-status", "status=away", "domain=example.org")), StringComparison.Ordinal);
        Assert.Single(AdminFixture.Mistakes("session list-status", "status=asleep"));
    }

    [Fact]
    public async Task Presence_that_is_set_is_seen_by_subscribers()
    {
        await using var admin = new AdminFixture();
        await admin.Server.BefriendAsync(Romeo, Juliet);
        var romeo = await admin.Server.LoginAsync(Orchard);
        var juliet = await admin.Server.LoginAvailableAsync($"{Juliet}/balcony");

        await admin.TakeTurnAsync(admin.SayAsync(
            "session set-presence", $"session={Orchard}", "type=available", "show=away", "status=Back soon", "priority=5"));

        var seen = await juliet.ReceiveAsync();
        Assert.StartsWith($"<presence from='{Orchard}' ", seen, StringComparison.Ordinal);
        Assert.Contains("<show>away</show><status>Back soon</status><priority>5</priority>", seen, StringComparison.Ordinal);
        await admin.TakeTurnAsync(admin.SayAsync("session set-presence", $"session={Orchard}", "type=unavailable"));
        Assert.Contains("type='unavailable'", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        await romeo.DrainAsync();
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("session set-presence", $"session={Romeo}/nowhere", "type=available"));
    }
}
