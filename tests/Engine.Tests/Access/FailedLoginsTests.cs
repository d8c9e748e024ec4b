using System.Net;
using Meerkat.Engine.Access;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Access;

public sealed class FailedLoginsTests
{
    private static readonly IPAddress _here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress _elsewhere = IPAddress.Parse("192.0.2.2");
    private static readonly FailedLoginLimits _two = new() { MaxPerAddress = 2 };

    [Fact]
    public async Task Address_with_too_many_failures_is_locked_out_for_a_while()
    {
        await using var server = new TestServer(new TestServerOptions { FailedLogins = _two });
        var failed = server.FailedLogins;

        Assert.False(failed.Add(_here));
        Assert.False(failed.IsLockedOut(_here));
        Assert.True(failed.Add(_here));
        // One that was under way already: the lockout is told of once.
        Assert.False(failed.Add(_here));
        Assert.True(failed.IsLockedOut(_here));
        Assert.False(failed.IsLockedOut(_elsewhere));
        Assert.Equal(1, server.Metrics.Read("meerkat.addresses.locked_out"));

        server.Advance(_two.Lockout - TimeSpan.FromMilliseconds(1));
        Assert.True(failed.IsLockedOut(_here));
        server.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(failed.IsLockedOut(_here));
        server.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, server.Metrics.Read("meerkat.addresses.locked_out"));
        Assert.False(failed.Add(_here));
    }

    [Fact]
    public async Task Failures_of_an_earlier_window_do_not_count()
    {
        await using var server = new TestServer(new TestServerOptions { FailedLogins = _two });

        server.FailedLogins.Add(_here);
        server.Advance(_two.Window);

        Assert.False(server.FailedLogins.Add(_here));
        Assert.False(server.FailedLogins.IsLockedOut(_here));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public async Task Network_of_64_bits_is_one_address(string one, string other, bool isSame)
    {
        await using var server = new TestServer(new TestServerOptions { FailedLogins = _two });

        server.FailedLogins.Add(IPAddress.Parse(one));
        server.FailedLogins.Add(IPAddress.Parse(one));

        Assert.Equal(isSame, server.FailedLogins.IsLockedOut(IPAddress.Parse(other)));
    }

    [Fact]
    public async Task Rule_says_how_many_a_network_may_have()
    {
        var campus = new Acl("campus", [new AclPattern { Address = IPNetwork.Parse("192.0.2.1/32") }]);
        await using var server = new TestServer(new TestServerOptions
        {
            FailedLogins = _two,
            Access = new() { MaxFailedLogins = new([new(campus, 3)]) },
        });
        for (var i = 0; i < 2; i++)
        {
            server.FailedLogins.Add(_here);
            server.FailedLogins.Add(_elsewhere);
        }

        Assert.False(server.FailedLogins.IsLockedOut(_here));
        Assert.True(server.FailedLogins.IsLockedOut(_elsewhere));
        Assert.True(server.FailedLogins.Add(_here));
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_counted()
    {
        await using var server = new TestServer(new TestServerOptions { FailedLogins = new() { MaxPerAddress = 0 } });

        for (var i = 0; i < 1000; i++) Assert.False(server.FailedLogins.Add(_here));

        Assert.False(server.FailedLogins.IsLockedOut(_here));
    }

    [Fact]
    public async Task Addresses_beyond_those_that_are_remembered_are_not_counted_until_others_are_forgotten()
    {
        await using var server = new TestServer(new TestServerOptions { FailedLogins = new() { MaxPerAddress = 1 } });
        for (uint i = 0; i < 64 * 1024; i++) server.FailedLogins.Add(new IPAddress(i));

        Assert.False(server.FailedLogins.Add(_here));
        Assert.Equal(64 * 1024, server.FailedLogins.LockedOutCount);
        server.Advance(_two.Lockout);

        Assert.Equal(0, server.FailedLogins.LockedOutCount);
        Assert.True(server.FailedLogins.Add(_here));
    }

    [Fact]
    public async Task Right_password_from_a_locked_out_address_is_told_to_come_back_later()
    {
        await using var server = new TestServer(new TestServerOptions { FailedLogins = _two });
        await server.AddAccountAsync("romeo@example.org");
        var there = await server.LoginAsync("juliet@example.org/balcony");
        var client = server.Connect();
        await client.OpenAsync();
        await client.RequestAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AAAA</auth>");
        for (var i = 0; i < 2; i++) await client.RequestAsync(TestClient.Auth("romeo", "wrong"));

        var other = server.Connect();
        await other.OpenAsync();
        Assert.Equal(
            "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><temporary-auth-failure/>"
            + "<text>Too many logins from your address have failed; try again later.</text></failure>",
            await other.RequestAsync(TestClient.Auth("romeo", TestServer.Password)));
        await there.ExpectNothingAsync();
        Assert.Equal(1, server.Metrics.Read("meerkat.lockouts.refused"));

        server.Time.Advance(_two.Lockout);
        await other.AuthenticateAsync("romeo", TestServer.Password);
    }
}
