using Meerkat.Engine.Admin;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>Accounts as administrators see them (2.2: ejabberdctl_SUITE, accounts).</summary>
public sealed class AccountCommandsTests
{
    private const string Romeo = "romeo@example.org";
    private const string Juliet = "juliet@example.org";

    [Fact]
    public async Task Account_is_registered_once_and_can_log_in()
    {
        await using var admin = new AdminFixture();

        Assert.Equal($"{Romeo} added", await admin.SayAsync("account register", $"user={Romeo}", $"password={TestServer.Password}"));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("account register", $"user={Romeo}", "password=other"));

        await admin.Server.LoginAsync($"{Romeo}/orchard");
        Assert.Equal($"{Romeo} exists", await admin.SayAsync("account check", $"user={Romeo}"));
    }

    [Theory]
    [InlineData("romeo@elsewhere.example", "secret", AdminFailure.NotFound)]
    [InlineData("romeo@example.org", "", AdminFailure.BadArgument)]
    [InlineData("romeo@example.org", "a\u0007b", AdminFailure.BadArgument)]
    public async Task Account_that_cannot_be_is_refused(string user, string password, AdminFailure failure)
    {
        await using var admin = new AdminFixture();

        Assert.Equal(failure, await admin.FailAsync("account register", $"user={user}", $"password={password}"));
        Assert.Equal(0, await admin.CountAsync("account count"));
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("romeo@example.org/orchard")]
    [InlineData("")]
    public void What_is_no_account_is_a_mistake(string user) =>
        Assert.Single(AdminFixture.Mistakes("account check", $"user={user}"));

    [Fact]
    public async Task Account_that_is_removed_loses_its_sessions_and_its_contacts()
    {
        await using var admin = new AdminFixture();
        await admin.Server.BefriendAsync(Romeo, Juliet);
        var romeo = await admin.Server.LoginAvailableAsync($"{Romeo}/orchard");
        var juliet = await admin.Server.LoginAvailableAsync($"{Juliet}/balcony");
        await romeo.DrainAsync();

        Assert.Equal($"{Romeo} removed", await admin.SayAsync("account unregister", $"user={Romeo}"));

        var last = await romeo.ReceiveToEndAsync();
        Assert.Contains(last, unit => unit.Contains("<not-authorized ", StringComparison.Ordinal) && unit.Contains("The account was removed.", StringComparison.Ordinal));
        Assert.Contains(await juliet.DrainAsync(), unit => unit.Contains("type='unavailable'", StringComparison.Ordinal));
        Assert.Equal([$"{Romeo} none none - "], await admin.ListAsync("roster get", $"user={Juliet}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account unregister", $"user={Romeo}"));
    }

    [Fact]
    public async Task Accounts_are_listed_and_counted_by_domain()
    {
        await using var admin = new AdminFixture();
        foreach (var account in new[] { "b@example.org", "a@example.org", "c@example.net" }) await admin.Server.AddAccountAsync(account);

        Assert.Equal(["c@example.net", "a@example.org", "b@example.org"], await admin.ListAsync("account list"));
        Assert.Equal(["a@example.org", "b@example.org"], await admin.ListAsync("account list", "domain=example.org"));
        Assert.Equal(["a@example.org"], await admin.ListAsync("account list", "domain=example.org", "limit=1"));
        Assert.Equal(["b@example.org"], await admin.ListAsync("account list", "domain=example.org", "after=a@example.org"));
        Assert.Equal(3, await admin.CountAsync("account count"));
        Assert.Equal(1, await admin.CountAsync("account count", "domain=example.net"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account list", "domain=elsewhere.example"));
    }

    [Fact]
    public async Task Password_is_checked_and_changed()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync(Romeo);

        await admin.SayAsync("account check-password", $"user={Romeo}", $"password={TestServer.Password}");
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account check-password", $"user={Romeo}", "password=wrong"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account check-password", $"user={Juliet}", "password=wrong"));

        Assert.Equal($"password of {Romeo} changed", await admin.SayAsync("account change-password", $"user={Romeo}", "password=new"));
        await admin.SayAsync("account check-password", $"user={Romeo}", "password=new");
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account check-password", $"user={Romeo}", $"password={TestServer.Password}"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("account change-password", $"user={Romeo}", "password="));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account change-password", $"user={Juliet}", "password=new"));
    }

    [Fact]
    public async Task Banned_account_is_thrown_out_and_cannot_come_back()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAsync($"{Romeo}/orchard");
        var other = await admin.Server.LoginAsync($"{Romeo}/garden");

        Assert.Equal($"{Romeo} banned; sessions ended: 2", await admin.SayAsync("account ban", $"user={Romeo}", "reason=Thou art banished."));

        foreach (var client in new[] { romeo, other })
            Assert.Contains(await client.ReceiveToEndAsync(), unit => unit.Contains("Thou art banished.", StringComparison.Ordinal));
        Assert.Equal(0, admin.Server.Sessions.SessionCount);
        var again = admin.Server.Connect();
        await again.OpenAsync();
        Assert.Contains("<not-authorized/>", await again.RequestAsync(TestClient.Auth("romeo", TestServer.Password)), StringComparison.Ordinal);
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("account ban", $"user={Juliet}"));
    }

    [Fact]
    public async Task Import_takes_all_lines_or_none()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync(Romeo);

        var refused = await admin.RunAsync("account import", "accounts=a@example.org,x", "accounts=hunter2", "accounts=b@elsewhere.example,y", "accounts=c@example.org,");
        Assert.Equal(AdminFailure.BadArgument, refused.Failure);
        Assert.Equal(3, refused.Text.Split('\n').Length);
        Assert.DoesNotContain("hunter2", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, await admin.CountAsync("account count"));

        Assert.Equal(
            "2 accounts imported: 1 added, 1 with a new password",
            await admin.SayAsync("account import", "accounts=# comment", $"accounts={Romeo},new", "accounts=", "accounts=a@example.org,a,b"));
        await admin.SayAsync("account check-password", "user=a@example.org", "password=a,b");
        await admin.SayAsync("account check-password", $"user={Romeo}", "password=new");
    }

    [Fact]
    public async Task Old_accounts_are_those_not_seen_for_days()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync("never@example.org");
        await LeftAsync(admin, "old@example.org", daysAgo: 30);
        await LeftAsync(admin, "young@example.org", daysAgo: 2);
        await LeftAsync(admin, Romeo, daysAgo: 30);
        await LeftAsync(admin, "old@example.net", daysAgo: 30);
        await admin.Server.LoginAsync($"{Romeo}/orchard");

        Assert.Equal(2, await admin.CountAsync("account count-active", "domain=example.org", "days=10"));
        Assert.Equal(["old@example.org"], await admin.ListAsync("account delete-old", "days=10", "domain=example.org"));
        Assert.Equal(["old@example.net"], await admin.ListAsync("account delete-old", "days=10"));
        Assert.Equal(["never@example.org"], await admin.ListAsync("account delete-old", "days=10", "never-seen=true"));
        Assert.Equal(2, await admin.CountAsync("account count"));
    }

    private static async Task LeftAsync(AdminFixture admin, string account, int daysAgo)
    {
        await admin.Server.AddAccountAsync(account);
        var at = admin.Server.Time.GetUtcNow() - TimeSpan.FromDays(daysAgo);
        await admin.Server.Stores.LastActivity.SetAsync(Jid.Parse(account), new LastActivity(at, ""));
    }
}
